package dev.gantry.kube.schema.decode;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The kind that a document names, which may stand anywhere in it; empty where it names none.
record TypeScan(String apiVersion, String kind) {

  /// Reads no further than it must: clients write the two first.
  static TypeScan of(JsonParser in) {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw new UnreadableException(
          "couldn't get version/kind; json parse error: the document is no object");
    }
    String apiVersion = "";
    String kind = "";
    while ((apiVersion.isEmpty() || kind.isEmpty()) && in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      JsonToken token = in.nextToken();
      boolean wanted = name.equals("apiVersion") || name.equals("kind");
      if (wanted && token == JsonToken.VALUE_STRING) {
        if (name.equals("kind")) {
          kind = in.getString();
        } else {
          apiVersion = in.getString();
        }
      } else if (wanted && token != JsonToken.VALUE_NULL) {
        throw new UnreadableException(
            "couldn't get version/kind; json parse error: json: cannot unmarshal "
                + "a value that is no string into Go struct field .%s of type string"
                    .formatted(name));
      } else {
        in.skipChildren();
      }
    }
    return new TypeScan(apiVersion, kind);
  }
}
