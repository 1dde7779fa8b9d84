package dev.gantry.kube.client;

/// Which objects of a kind.
///
/// @param namespace empty for all
/// @param labelSelector in text form, `app=web,tier in (a,b)`; empty for all
/// @param fieldSelector in text form, `spec.nodeName=n1`; empty for all
public record ListOptions(String namespace, String labelSelector, String fieldSelector) {
  public static final ListOptions ALL = new ListOptions("", "", "");

  public static ListOptions in(String namespace) {
    return new ListOptions(namespace, "", "");
  }

  public ListOptions labels(String selector) {
    return new ListOptions(namespace, selector, fieldSelector);
  }

  public ListOptions fields(String selector) {
    return new ListOptions(namespace, labelSelector, selector);
  }
}
