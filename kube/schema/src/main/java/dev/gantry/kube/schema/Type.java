package dev.gantry.kube.schema;

/// The type of a field's value.
public sealed interface Type {

  /// A value without parts.
  enum Scalar implements Type {
    STRING,
    BOOLEAN,
    INT32,
    INT64,
    DOUBLE,
    /// Base64 in JSON.
    BYTES,
    /// RFC 3339 to the second.
    TIME,
    /// RFC 3339 to the microsecond.
    MICRO_TIME,
    /// `500m`, `1Gi`; numbers are accepted too.
    QUANTITY,
    INT_OR_STRING,
    /// Any JSON value: RawExtension, JSON, FieldsV1.
    ANY
  }

  record ListOf(Type element) implements Type {}

  /// An object whose field names are data.
  record MapOf(Type value) implements Type {}

  /// A reference to a structure. Structures may contain themselves.
  record Structure(ObjectType object) implements Type {}
}
