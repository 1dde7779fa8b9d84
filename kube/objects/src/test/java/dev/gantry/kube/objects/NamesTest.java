package dev.gantry.kube.objects;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class NamesTest {

  @Test
  void goodNamesHaveNoProblems() {
    assertThat(Names.dnsLabel("web-1")).isEmpty();
    assertThat(Names.dnsSubdomain("web.example.com")).isEmpty();
    assertThat(Names.dns1035Label("web")).isEmpty();
    assertThat(Names.qualified("example.com/My.Name_1")).isEmpty();
    assertThat(Names.labelValue("")).isEmpty();
    assertThat(Names.pathSegment("system:node")).isEmpty();
  }

  @Test
  void badNamesAreExplainedInUpstreamsWords() {
    assertThat(Names.dnsSubdomain("A_b"))
        .containsExactly(
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters,"
                + " '-' or '.', and must start and end with an alphanumeric character (e.g."
                + " 'example.com', regex used for validation is"
                + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
    assertThat(Names.dnsLabel("a.b")).containsExactly("must not contain dots");
    assertThat(Names.dnsLabel("a".repeat(64))).containsExactly("must be no more than 63 bytes");
    assertThat(Names.qualified("/x")).containsExactly("prefix part must be non-empty");
    assertThat(Names.qualified("a/b/c").getFirst())
        .startsWith("a qualified name must consist of")
        .endsWith("with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
    assertThat(Names.pathSegment("a/b%"))
        .containsExactly("may not contain '/'", "may not contain '%'");
  }

  @Test
  void generatedNamesFitALabel() {
    assertThat(GenerateName.from("web-")).matches("web-[bcdfghjklmnpqrstvwxz2456789]{5}");
    assertThat(GenerateName.from("a".repeat(100))).hasSize(63);
  }
}
