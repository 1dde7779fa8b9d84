package dev.gantry.app.cli.template;

import dev.gantry.app.cli.client.JsonNull;
import dev.gantry.app.cli.client.JsonNumber;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.template.Node.Operand;
import dev.gantry.app.cli.template.Node.Pipeline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Runs a template over one value.
final class Executor {
  /// How a list of nodes ended.
  private enum Flow {
    ON,
    BREAK,
    CONTINUE
  }

  private static final class Variable {
    private final String name;
    private Object value;

    Variable(String name, Object value) {
      this.name = name;
      this.value = value;
    }
  }

  private final StringBuilder out = new StringBuilder();
  private final Deque<Variable> variables = new ArrayDeque<>();
  private final boolean header;
  private Object dot;

  Executor(Object data, boolean header) {
    this.header = header;
    this.dot = typed(data);
    variables.push(new Variable("$", dot));
  }

  String run(List<Node> nodes) {
    walk(nodes);
    return out.toString();
  }

  private Flow walk(List<Node> nodes) {
    for (Node node : nodes) {
      Flow flow = step(node);
      if (flow != Flow.ON) {
        return flow;
      }
    }
    return Flow.ON;
  }

  // Chains of instanceof here and below, not pattern switches: each of those costs a starting
  // JVM half a millisecond.
  private Flow step(Node node) {
    if (node instanceof Node.Text text) {
      out.append(text.text());
    } else if (node instanceof Node.Action action) {
      Object value = evaluate(action.pipeline());
      if (action.pipeline().variables().isEmpty()) {
        out.append(GoPrint.print(value));
      }
    } else if (node instanceof Node.If choice) {
      int depth = variables.size();
      boolean truth = Functions.truth(evaluate(choice.condition()));
      Flow flow = walk(truth ? choice.then() : choice.otherwise());
      forget(depth);
      return flow;
    } else if (node instanceof Node.With with) {
      int depth = variables.size();
      Object found = evaluate(with.value());
      boolean truth = Functions.truth(found);
      Flow flow = truth ? within(found, with.then()) : walk(with.otherwise());
      forget(depth);
      return flow;
    } else if (node instanceof Node.Range range) {
      return range(range);
    } else {
      return node instanceof Node.Break ? Flow.BREAK : Flow.CONTINUE;
    }
    return Flow.ON;
  }

  private Flow within(Object value, List<Node> nodes) {
    Object outer = dot;
    dot = value;
    Flow flow = walk(nodes);
    dot = outer;
    return flow;
  }

  private Flow range(Node.Range range) {
    int depth = variables.size();
    Pipeline pipeline = range.value();
    Object value = evaluate(new Pipeline(List.of(), false, pipeline.commands()));
    Map<Object, Object> entries = entries(value, pipeline);
    if (entries.isEmpty()) {
      return walk(range.otherwise());
    }
    for (Map.Entry<Object, Object> entry : entries.entrySet()) {
      List<String> names = pipeline.variables();
      if (!names.isEmpty()) {
        assign(names.getLast(), entry.getValue(), pipeline.declares());
      }
      if (names.size() == 2) {
        assign(names.getFirst(), entry.getKey(), pipeline.declares());
      }
      Flow flow = within(entry.getValue(), range.body());
      forget(depth);
      if (flow == Flow.BREAK) {
        break;
      }
    }
    return Flow.ON;
  }

  private static Map<Object, Object> entries(Object value, Pipeline pipeline) {
    Map<Object, Object> entries = new TreeMap<>();
    switch (value) {
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          entries.put((long) i, typed(list.get(i)));
        }
      }
      case JsonObject object ->
          object.fields().forEach((key, item) -> entries.put(key, typed(item)));
      case GoNil _ -> {}
      case Long count -> {
        for (long i = 0; i < count; i++) {
          entries.put(i, i);
        }
      }
      default ->
          throw pipeline
              .commands()
              .getLast()
              .operands()
              .getFirst()
              .place()
              .failure("range can't iterate over " + GoPrint.print(value));
    }
    return entries;
  }

  private Object evaluate(Pipeline pipeline) {
    List<Object> piped = new ArrayList<>();
    Object value = GoNil.VALUE;
    for (Node.Command command : pipeline.commands()) {
      value = command(command, piped);
      piped = new ArrayList<>(List.of(value));
    }
    for (String name : pipeline.variables()) {
      assign(name, value, pipeline.declares());
    }
    return value;
  }

  private Object command(Node.Command command, List<Object> piped) {
    Operand first = command.operands().getFirst();
    List<Operand> rest = command.operands().subList(1, command.operands().size());
    if (first instanceof Operand.Function function) {
      return call(function, rest, piped);
    }
    List<Object> arguments = new ArrayList<>();
    rest.forEach(operand -> arguments.add(operand(operand)));
    arguments.addAll(piped);
    if (first instanceof Operand.Field field) {
      return field(field, arguments);
    }
    if (!arguments.isEmpty()) {
      throw first.place().failure("can't give argument to non-function " + first.place().text());
    }
    if (first instanceof Operand.Nil) {
      throw first.place().failure("nil is not a command");
    }
    return operand(first);
  }

  private Object call(Operand.Function function, List<Operand> rest, List<Object> piped) {
    // "and" and "or" look at no more arguments than they need.
    if (function.name().equals("and") || function.name().equals("or")) {
      return shortCircuit(function, rest, piped);
    }
    List<Object> arguments = new ArrayList<>();
    rest.forEach(operand -> arguments.add(operand(operand)));
    arguments.addAll(piped);
    try {
      return typed(Functions.call(function.name(), arguments, header));
    } catch (IllegalArgumentException e) {
      String prefix = Functions.reportsCall(function.name()) ? "error calling %s: %s" : "%2$s";
      throw function.place().failure(String.format(prefix, function.name(), e.getMessage()));
    }
  }

  private Object shortCircuit(Operand.Function function, List<Operand> rest, List<Object> piped) {
    boolean stopAt = function.name().equals("or");
    Object value = GoNil.VALUE;
    for (Operand operand : rest) {
      value = operand(operand);
      if (Functions.truth(value) == stopAt) {
        return value;
      }
    }
    if (!piped.isEmpty()) {
      value = piped.getFirst();
    } else if (rest.isEmpty()) {
      throw function.place().failure("wrong number of args for " + function.name());
    }
    return value;
  }

  private Object operand(Operand operand) {
    if (operand instanceof Operand.Field field) {
      return field(field, List.of());
    } else if (operand instanceof Operand.Dot) {
      return dot;
    } else if (operand instanceof Operand.Literal literal) {
      return literal.value();
    } else if (operand instanceof Operand.Variable variable) {
      return find(variable).value;
    } else if (operand instanceof Operand.Function function) {
      return call(function, List.of(), List.of());
    } else if (operand instanceof Operand.Nested nested) {
      return evaluate(nested.pipeline());
    }
    return GoNil.VALUE;
  }

  private Object field(Operand.Field field, List<Object> arguments) {
    Object receiver = operand(field.receiver());
    String name = field.name();
    if (receiver instanceof Row row) {
      return typed(column(row, field, arguments));
    } else if (receiver instanceof JsonObject object) {
      return typed(entry(object, field));
    }
    throw field.place().failure(noField(receiver, name));
  }

  private static String noField(Object receiver, String name) {
    if (receiver instanceof GoNil nil) {
      return nil == GoNil.POINTER
          ? "nil pointer evaluating *" + name + "." + name
          : "nil data; no entry for key \"" + name + "\"";
    }
    return "can't evaluate field " + name + " in type " + GoPrint.typeName(receiver);
  }

  private Object column(Row row, Operand.Field field, List<Object> arguments) {
    String name = field.name();
    Optional<Object> value = row.find(name);
    if (value.isPresent()) {
      return value.get();
    }
    if (name.equals("Label") && arguments.size() == 1) {
      String key = GoPrint.print(arguments.getFirst());
      return header ? labelTitle(key) : row.label(key);
    }
    throw field
        .place()
        .failure(
            header
                ? "map has no entry for key \"" + name + "\""
                : "can't evaluate field " + name + " in type " + row.type());
  }

  /// The last part of a label's name: `com.example.disk-type` is titled `disk type`.
  private static String labelTitle(String key) {
    return key.substring(key.lastIndexOf('.') + 1).replace('-', ' ').replace('_', ' ');
  }

  /// A field by its JSON name, or by Go's spelling of it (`ID` for `Id`).
  private static Object entry(JsonObject object, Operand.Field field) {
    Object exact = object.fields().get(field.name());
    if (exact != null) {
      return exact;
    }
    for (Map.Entry<String, Object> candidate : object.fields().entrySet()) {
      if (candidate.getKey().equalsIgnoreCase(field.name())) {
        return candidate.getValue();
      }
    }
    throw field.place().failure("map has no entry for key \"" + field.name() + "\"");
  }

  private Variable find(Operand.Variable wanted) {
    for (Variable variable : variables) {
      if (variable.name.equals(wanted.name())) {
        return variable;
      }
    }
    throw wanted.place().failure("undefined variable: " + wanted.name());
  }

  private void assign(String name, Object value, boolean declares) {
    if (!declares) {
      for (Variable variable : variables) {
        if (variable.name.equals(name)) {
          variable.value = value;
          return;
        }
      }
    }
    variables.push(new Variable(name, value));
  }

  private void forget(int depth) {
    while (variables.size() > depth) {
      variables.pop();
    }
  }

  /// Numbers as Go numbers, nulls as nils.
  static Object typed(Object value) {
    if (value instanceof JsonNumber number) {
      return number.isInteger() ? (Object) number.longValue() : number;
    }
    if (value instanceof Integer number) {
      return number.longValue();
    }
    return value == JsonNull.NULL ? GoNil.VALUE : value;
  }
}
