package dev.gantry.app.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.Locale;
import java.util.Set;
import org.slf4j.LoggerFactory;

/// Sends the daemon's log to standard error, one line an event. Set up in code, because finding
/// and parsing a configuration file would cost a third of the start.
final class Logging {
  private static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error");

  private Logging() {}

  static void configure(String level) {
    String name = level.toLowerCase(Locale.ROOT).replace("fatal", "error");
    if (!LEVELS.contains(name)) {
      throw new InvalidArgumentException("unable to parse logging level: " + level);
    }
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg%n");
    encoder.start();
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(Level.WARN);
    context.getLogger("dev.gantry").setLevel(Level.toLevel(name));
  }
}
