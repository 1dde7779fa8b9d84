package dev.gantry.engine.runtime;

import java.time.Instant;
import java.util.Optional;

/// One line of a log file in the CRI format: `TIME stdout F text`, where `P` instead of `F`
/// says that the text goes on in the stream's next record.
///
/// The text stays in the buffer it was read into.
///
/// @param start of the text in the buffer
/// @param end of the text, the newline not included
record CriRecord(
    long epochSecond, int nanos, OutputChannel channel, boolean partial, int start, int end) {

  Instant time() {
    return Instant.ofEpochSecond(epochSecond, nanos);
  }

  /// Parses the line from `start` to the newline at `end`; empty when it is no record.
  static Optional<CriRecord> parse(byte[] buffer, int start, int end) {
    return new Parser(buffer, start, end).parse();
  }

  /// Written for speed: a log of many megabytes is read for a few lines.
  private static final class Parser {
    private static final int SECONDS_PER_DAY = 86_400;

    private final byte[] buffer;
    private final int end;
    private int at;
    private boolean valid = true;

    Parser(byte[] buffer, int start, int end) {
      this.buffer = buffer;
      this.at = start;
      this.end = end;
    }

    Optional<CriRecord> parse() {
      long seconds = dateAndTime();
      int nanos = fraction();
      seconds -= offset();
      expect(' ');
      var channel = channel();
      expect(' ');
      boolean partial = at < end && buffer[at] == 'P';
      if (!partial) {
        valid &= at < end && buffer[at] == 'F';
      }
      at++;
      expect(' ');
      return valid
          ? Optional.of(new CriRecord(seconds, nanos, channel, partial, at, end))
          : Optional.empty();
    }

    private long dateAndTime() {
      long days = daysSinceEpoch(number(4, '-'), number(2, '-'), number(2, 'T'));
      int hours = number(2, ':');
      int minutes = number(2, ':');
      return days * SECONDS_PER_DAY + hours * 3600L + minutes * 60L + digits(2);
    }

    private int fraction() {
      if (at >= end || buffer[at] != '.') {
        return 0;
      }
      at++;
      int nanos = 0;
      int digits = 0;
      while (at < end && isDigit(buffer[at])) {
        if (digits < 9) {
          nanos = nanos * 10 + buffer[at] - '0';
          digits++;
        }
        at++;
      }
      for (; digits < 9; digits++) {
        nanos *= 10;
      }
      return nanos;
    }

    /// Seconds east of Greenwich.
    private int offset() {
      if (at < end && buffer[at] == 'Z') {
        at++;
        return 0;
      }
      boolean west = at < end && buffer[at] == '-';
      valid &= west || (at < end && buffer[at] == '+');
      at++;
      int seconds = number(2, ':') * 3600 + digits(2) * 60;
      return west ? -seconds : seconds;
    }

    private OutputChannel channel() {
      boolean named =
          at + 6 <= end && buffer[at] == 's' && buffer[at + 1] == 't' && buffer[at + 2] == 'd';
      valid &= named;
      boolean error = named && buffer[at + 3] == 'e' && buffer[at + 4] == 'r';
      valid &= error || (named && buffer[at + 3] == 'o' && buffer[at + 4] == 'u');
      at += 6;
      return error ? OutputChannel.STDERR : OutputChannel.STDOUT;
    }

    private int number(int digits, char then) {
      int number = digits(digits);
      expect(then);
      return number;
    }

    private int digits(int count) {
      if (at + count > end) {
        valid = false;
        at = end;
        return 0;
      }
      int number = 0;
      for (int i = 0; i < count; i++, at++) {
        valid &= isDigit(buffer[at]);
        number = number * 10 + buffer[at] - '0';
      }
      return number;
    }

    private void expect(char character) {
      valid &= at < end && buffer[at] == character;
      at++;
    }

    private static boolean isDigit(byte value) {
      return value >= '0' && value <= '9';
    }

    /// Of the Gregorian calendar, by counting years from March.
    private static long daysSinceEpoch(int year, int month, int day) {
      int shifted = month <= 2 ? year - 1 : year;
      int era = Math.floorDiv(shifted, 400);
      int yearOfEra = shifted - era * 400;
      int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
      int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
      return era * 146_097L + dayOfEra - 719_468;
    }
  }
}
