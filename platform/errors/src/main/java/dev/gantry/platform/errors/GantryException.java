package dev.gantry.platform.errors;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A failure that a caller can act on. The category, which is the subclass, says what the caller
/// can do; the message says what we were doing, to what, and what we found.
///
/// Domain code throws categories and never mentions a protocol. Each edge (Docker API, registry,
/// Kubernetes API) translates them in one exhaustive `switch`, so a new category breaks every
/// edge at compile time.
public abstract sealed class GantryException extends RuntimeException
    permits InvalidArgumentException,
        UnauthenticatedException,
        PermissionDeniedException,
        NotFoundException,
        AlreadyExistsException,
        ConflictException,
        FailedPreconditionException,
        OutOfRangeException,
        ResourceExhaustedException,
        UnavailableException,
        NotImplementedException,
        DataLossException,
        InternalException {

  private final @Nullable Subject subject;
  private final List<FieldError> fieldErrors;

  GantryException(String message) {
    this(message, null, null, List.of());
  }

  GantryException(String message, Throwable cause) {
    this(message, cause, null, List.of());
  }

  GantryException(
      String message,
      @Nullable Throwable cause,
      @Nullable Subject subject,
      List<FieldError> fieldErrors) {
    super(message, cause);
    this.subject = subject;
    this.fieldErrors = List.copyOf(fieldErrors);
  }

  /// The thing the failure is about, when an edge needs more than the category to choose its code.
  public Optional<Subject> subject() {
    return Optional.ofNullable(subject);
  }

  /// What is wrong with single fields of the caller's input, in input order.
  public List<FieldError> fieldErrors() {
    return fieldErrors;
  }

  /// The message, which a category never lacks.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
