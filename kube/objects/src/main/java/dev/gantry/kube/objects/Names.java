package dev.gantry.kube.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The forms names have, with upstream's words for what is wrong. Every check returns what is wrong
/// with the value; nothing when it is right.
public final class Names {
  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
  private static final String LABEL_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
  private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
  private static final String LABEL_VALUE = "(" + QUALIFIED + ")?";

  private static final Form LABEL_FORM =
      new Form(
          LABEL,
          63,
          "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-',"
              + " and must start and end with an alphanumeric character",
          "my-name",
          "123-abc");
  private static final Form SUBDOMAIN_FORM =
      new Form(
          SUBDOMAIN,
          253,
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-'"
              + " or '.', and must start and end with an alphanumeric character",
          "example.com");
  private static final Form LABEL_1035_FORM =
      new Form(
          LABEL_1035,
          63,
          "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with"
              + " an alphabetic character, and end with an alphanumeric character",
          "my-name",
          "abc-123");
  private static final Form QUALIFIED_FORM =
      new Form(
          QUALIFIED,
          63,
          "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with"
              + " an alphanumeric character",
          "MyName",
          "my.name",
          "123-abc");
  private static final Form LABEL_VALUE_FORM =
      new Form(
          LABEL_VALUE,
          63,
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_'"
              + " or '.', and must start and end with an alphanumeric character",
          "MyValue",
          "my_value",
          "12345");

  private Names() {}

  /// A syntax with its longest value, and how a breach of it is explained.
  private record Form(
      String syntax, Pattern pattern, int longest, String rule, List<String> examples) {
    Form(String syntax, int longest, String rule, String... examples) {
      this(syntax, Pattern.compile(syntax), longest, rule, List.of(examples));
    }

    boolean matches(String value) {
      return pattern.matcher(value).matches();
    }

    String explanation() {
      return Names.explanation(rule, syntax, examples);
    }

    List<String> problems(String value) {
      List<String> problems = new ArrayList<>();
      if (value.length() > longest) {
        problems.add(tooLong(longest));
      }
      if (!matches(value)) {
        problems.add(explanation());
      }
      return problems;
    }
  }

  /// A rule with examples and the regular expression behind it, as upstream puts the three
  /// together.
  public static String explanation(String rule, String syntax, List<String> examples) {
    if (examples.isEmpty()) {
      return rule + " (regex used for validation is '" + syntax + "')";
    }
    var text = new StringBuilder(rule).append(" (e.g. ");
    for (int i = 0; i < examples.size(); i++) {
      text.append(i > 0 ? " or " : "").append('\'').append(examples.get(i)).append("', ");
    }
    return text.append("regex used for validation is '").append(syntax).append("')").toString();
  }

  public static String tooLong(int longest) {
    return "must be no more than " + longest + " bytes";
  }

  /// The name of a namespace, a container, a volume.
  public static List<String> dnsLabel(String value) {
    List<String> problems = new ArrayList<>();
    if (value.length() > LABEL_FORM.longest) {
      problems.add(tooLong(LABEL_FORM.longest));
    }
    if (!LABEL_FORM.matches(value)) {
      problems.add(
          SUBDOMAIN_FORM.matches(value) ? "must not contain dots" : LABEL_FORM.explanation());
    }
    return problems;
  }

  /// The name of most objects.
  public static List<String> dnsSubdomain(String value) {
    return SUBDOMAIN_FORM.problems(value);
  }

  /// The name of a Service.
  public static List<String> dns1035Label(String value) {
    return LABEL_1035_FORM.problems(value);
  }

  /// The key of a label: a name, with a domain and a slash before it if need be.
  public static List<String> qualified(String value) {
    List<String> problems = new ArrayList<>();
    int slash = value.indexOf('/');
    if (slash >= 0 && value.indexOf('/', slash + 1) >= 0) {
      return List.of(
          "a qualified name "
              + QUALIFIED_FORM.explanation()
              + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
    }
    if (slash == 0) {
      problems.add("prefix part must be non-empty");
    } else if (slash > 0) {
      dnsSubdomain(value.substring(0, slash)).forEach(p -> problems.add("prefix part " + p));
    }
    String name = value.substring(slash + 1);
    if (name.isEmpty()) {
      problems.add("name part must be non-empty");
    }
    QUALIFIED_FORM.problems(name).forEach(p -> problems.add("name part " + p));
    return problems;
  }

  public static List<String> labelValue(String value) {
    return LABEL_VALUE_FORM.problems(value);
  }

  /// The name of a kind of RBAC object: anything that can stand in a path.
  public static List<String> pathSegment(String value) {
    if (value.equals(".") || value.equals("..")) {
      return List.of("may not be '" + value + "'");
    }
    List<String> problems = new ArrayList<>();
    for (String illegal : List.of("/", "%")) {
      if (value.contains(illegal)) {
        problems.add("may not contain '" + illegal + "'");
      }
    }
    return problems;
  }
}
