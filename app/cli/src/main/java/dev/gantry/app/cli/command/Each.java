package dev.gantry.app.cli.command;

import dev.gantry.app.cli.client.EngineException;
import dev.gantry.app.cli.grammar.ExitException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The same thing done to each argument, such as `rm a b c`.
public final class Each {
  private static final int AT_ONCE = 50;

  private Each() {}

  /// What is done to one argument; returns the line to print, or an empty text for none.
  public interface Action {
    String apply(String argument) throws IOException, InterruptedException;
  }

  /// One after another. Failures do not stop the rest; they are printed at the end.
  public static int inOrder(Call call, List<String> arguments, Action action)
      throws InterruptedException {
    List<String> errors = new ArrayList<>();
    for (String argument : arguments) {
      run(call, () -> action.apply(argument), errors);
    }
    return finish(errors);
  }

  /// Several at once, reported in the order of the arguments.
  public static int atOnce(Call call, List<String> arguments, Action action)
      throws InterruptedException {
    if (arguments.size() == 1) {
      return inOrder(call, arguments, action);
    }
    List<String> errors = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(Math.min(AT_ONCE, arguments.size()))) {
      List<Future<String>> results = new ArrayList<>();
      for (String argument : arguments) {
        results.add(pool.submit(() -> action.apply(argument)));
      }
      for (Future<String> result : results) {
        run(call, () -> unwrap(result), errors);
      }
    }
    return finish(errors);
  }

  private static void run(Call call, Callable<String> action, List<String> errors)
      throws InterruptedException {
    try {
      String line = action.call();
      if (!line.isEmpty()) {
        call.out().println(line);
        call.out().flush();
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (EngineException | IOException | ExitException e) {
      errors.add(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String unwrap(Future<String> result) throws Exception {
    try {
      return result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static int finish(List<String> errors) {
    if (!errors.isEmpty()) {
      throw ExitException.failure(String.join("\n", errors));
    }
    return 0;
  }
}
