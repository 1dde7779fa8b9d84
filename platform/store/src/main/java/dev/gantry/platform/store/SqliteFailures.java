package dev.gantry.platform.store;

import dev.gantry.platform.errors.DataLossException;
import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.errors.ResourceExhaustedException;
import dev.gantry.platform.errors.UnavailableException;
import java.nio.file.Path;
import java.sql.SQLException;

/// Sorts SQLite's result codes into categories.
final class SqliteFailures {
  /// Extended codes carry the primary code in their lowest byte.
  private static final int PRIMARY = 0xff;

  /// "No such column" and the like. Our statements do not change, so the schema must have.
  private static final int ERROR = 1;

  private static final int PERM = 3;
  private static final int READONLY = 8;
  private static final int IOERR = 10;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANTOPEN = 14;
  private static final int NOTADB = 26;

  private SqliteFailures() {}

  static GantryException translate(String action, Path file, SQLException failure) {
    String message = action + " " + file + ": " + failure.getMessage();
    return switch (failure.getErrorCode() & PRIMARY) {
      case ERROR, CORRUPT, NOTADB -> new DataLossException(message, failure);
      case FULL -> new ResourceExhaustedException(message, failure);
      case PERM, READONLY, CANTOPEN -> new FailedPreconditionException(message, failure);
      default -> new UnavailableException(message, failure);
    };
  }

  static boolean isDamage(SQLException failure) {
    int code = failure.getErrorCode() & PRIMARY;
    return code == ERROR || code == CORRUPT || code == NOTADB;
  }

  /// After these nobody knows what reached the disk: the kernel may have dropped pages whose write
  /// failed, and a later fsync would not say so again.
  static boolean leavesDiskInDoubt(SQLException failure) {
    return (failure.getErrorCode() & PRIMARY) == IOERR || isDamage(failure);
  }
}
