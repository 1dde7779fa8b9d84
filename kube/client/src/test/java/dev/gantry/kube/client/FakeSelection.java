package dev.gantry.kube.client;

import dev.gantry.kube.objects.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which objects [ListOptions] select. Any field may be selected by.
record FakeSelection(String namespace, List<Predicate<KubeObject>> requirements) {
  private static final Pattern SET = Pattern.compile("(\\S+) +(in|notin) +\\(([^)]*)\\)");
  private static final Pattern EQUAL = Pattern.compile("([^=!]+)(==|!=|=)(.*)");

  static FakeSelection of(ListOptions options) {
    List<Predicate<KubeObject>> requirements = new ArrayList<>();
    for (String term : options.labelSelector().split(",(?![^(]*\\))")) {
      if (!term.isBlank()) {
        requirements.add(label(term.strip()));
      }
    }
    for (String term : options.fieldSelector().split(",")) {
      if (!term.isBlank()) {
        requirements.add(field(term.strip()));
      }
    }
    return new FakeSelection(options.namespace(), List.copyOf(requirements));
  }

  boolean matches(KubeObject object) {
    return (namespace.isEmpty() || namespace.equals(object.namespace()))
        && requirements.stream().allMatch(requirement -> requirement.test(object));
  }

  private static Predicate<KubeObject> label(String term) {
    Matcher set = SET.matcher(term);
    if (set.matches()) {
      List<String> values = List.of(set.group(3).split(" *, *"));
      boolean in = set.group(2).equals("in");
      String key = set.group(1);
      return object ->
          (object.labels().containsKey(key) && values.contains(object.labels().get(key))) == in;
    }
    Matcher equal = EQUAL.matcher(term);
    if (equal.matches()) {
      boolean same = !equal.group(2).equals("!=");
      return object -> equal.group(3).equals(object.labels().get(equal.group(1))) == same;
    }
    return term.startsWith("!")
        ? object -> !object.labels().containsKey(term.substring(1))
        : object -> object.labels().containsKey(term);
  }

  private static Predicate<KubeObject> field(String term) {
    Matcher equal = EQUAL.matcher(term);
    if (!equal.matches()) {
      throw new IllegalArgumentException("field selector " + term);
    }
    String[] path = equal.group(1).split("\\.");
    boolean same = !equal.group(2).equals("!=");
    return object -> object.at(path).asString("").equals(equal.group(3)) == same;
  }
}
