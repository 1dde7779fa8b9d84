package dev.gantry.kube.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedSet;
import java.util.TreeSet;

/// Reads the text form of a label selector, and complains in upstream's words.
final class LabelSelectorParser {
  private final LabelSelectorTokens tokens;

  LabelSelectorParser(String text) {
    tokens = new LabelSelectorTokens(text);
  }

  List<LabelRequirement> parse() {
    List<LabelRequirement> requirements = new ArrayList<>();
    while (true) {
      var token = tokens.peekValue();
      switch (token.type()) {
        case IDENTIFIER, NOT -> requirements.add(requirement());
        case END -> {
          return requirements;
        }
        default ->
            throw refusal(
                "found '%s', expected: !, identifier, or 'end of string'".formatted(token.text()));
      }
      var separator = tokens.nextValue();
      if (separator.type() == LabelSelectorTokens.Type.END) {
        return requirements;
      }
      if (separator.type() != LabelSelectorTokens.Type.COMMA) {
        throw refusal("found '%s', expected: ',' or 'end of string'".formatted(separator.text()));
      }
      var following = tokens.peekValue();
      if (following.type() != LabelSelectorTokens.Type.IDENTIFIER
          && following.type() != LabelSelectorTokens.Type.NOT) {
        throw refusal("found '%s', expected: identifier after ','".formatted(following.text()));
      }
    }
  }

  private static StatusException refusal(String problem) {
    return StatusException.badRequest(problem);
  }

  private static StatusException badRequirement(String problem) {
    return StatusException.badRequest("unable to parse requirement: " + problem);
  }

  private LabelRequirement requirement() {
    var first = tokens.nextValue();
    boolean absent = first.type() == LabelSelectorTokens.Type.NOT;
    var key = absent ? tokens.nextValue() : first;
    if (key.type() != LabelSelectorTokens.Type.IDENTIFIER) {
      throw badRequirement("found '%s', expected: identifier".formatted(key.text()));
    }
    try {
      LabelRequirement.checkKey(key.text(), "<nil>");
      LabelSelectorTokens.Type ahead = tokens.peekValue().type();
      if (absent
          || ahead == LabelSelectorTokens.Type.END
          || ahead == LabelSelectorTokens.Type.COMMA) {
        return LabelRequirement.checked(
            key.text(),
            absent ? LabelRequirement.Operator.DOES_NOT_EXIST : LabelRequirement.Operator.EXISTS,
            new TreeSet<>());
      }
      LabelRequirement.Operator operator = operator();
      return LabelRequirement.checked(key.text(), operator, values(operator));
    } catch (StatusException e) {
      throw badRequirement(e.getMessage());
    }
  }

  private LabelRequirement.Operator operator() {
    var token = tokens.nextOperator();
    return switch (token.type()) {
      case IN -> LabelRequirement.Operator.IN;
      case NOT_IN -> LabelRequirement.Operator.NOT_IN;
      case EQUALS -> LabelRequirement.Operator.EQUALS;
      case DOUBLE_EQUALS -> LabelRequirement.Operator.DOUBLE_EQUALS;
      case NOT_EQUALS -> LabelRequirement.Operator.NOT_EQUALS;
      case GREATER -> LabelRequirement.Operator.GREATER_THAN;
      case LESS -> LabelRequirement.Operator.LESS_THAN;
      default ->
          throw refusal(
              "found '%s', expected: in, notin, =, ==, !=, gt, lt".formatted(token.text()));
    };
  }

  private SequencedSet<String> values(LabelRequirement.Operator operator) {
    return operator == LabelRequirement.Operator.IN || operator == LabelRequirement.Operator.NOT_IN
        ? list()
        : single();
  }

  private SequencedSet<String> single() {
    TreeSet<String> values = new TreeSet<>();
    LabelSelectorTokens.Type ahead = tokens.peekValue().type();
    if (ahead == LabelSelectorTokens.Type.END || ahead == LabelSelectorTokens.Type.COMMA) {
      values.add("");
      return values;
    }
    var token = tokens.nextValue();
    if (token.type() != LabelSelectorTokens.Type.IDENTIFIER) {
      throw refusal("found '%s', expected: identifier".formatted(token.text()));
    }
    values.add(token.text());
    return values;
  }

  /// `(a,b)`; an empty place between commas is the empty value.
  private SequencedSet<String> list() {
    var open = tokens.nextValue();
    if (open.type() != LabelSelectorTokens.Type.OPEN) {
      throw refusal("found '%s' expected: '('".formatted(open.text()));
    }
    TreeSet<String> values = new TreeSet<>();
    while (true) {
      var token = tokens.nextValue();
      switch (token.type()) {
        case IDENTIFIER -> {
          values.add(token.text());
          var after = tokens.nextValue();
          if (after.type() == LabelSelectorTokens.Type.CLOSE) {
            return values;
          }
          if (after.type() != LabelSelectorTokens.Type.COMMA) {
            throw refusal("found '%s', expected: ',' or ')'".formatted(after.text()));
          }
          if (tokens.peekValue().type() == LabelSelectorTokens.Type.CLOSE) {
            values.add("");
          }
        }
        case COMMA -> values.add("");
        case CLOSE -> {
          if (values.isEmpty()) {
            values.add("");
          }
          return values;
        }
        default ->
            throw refusal("found '%s', expected: ',', or identifier".formatted(token.text()));
      }
    }
  }
}
