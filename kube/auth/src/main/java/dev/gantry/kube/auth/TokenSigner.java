package dev.gantry.kube.auth;

import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Signs claims as JSON Web Tokens with ES256 (RFC 7515, RFC 7518), and checks them.
final class TokenSigner {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final String ALGORITHM = "SHA256withECDSAinP1363Format";

  private final KeyPair key;
  private final String keyId;

  TokenSigner(KeyPair key) {
    this.key = key;
    this.keyId = encoded(sha256(key.getPublic().getEncoded()));
  }

  String sign(ObjectNode claims) {
    ObjectNode header = Json.mapper().createObjectNode().put("alg", "ES256").put("kid", keyId);
    String content = encoded(Json.bytes(header)) + "." + encoded(Json.bytes(claims));
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key.getPrivate());
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return content + "." + encoded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new InternalException("sign a token: " + e.getMessage(), e);
    }
  }

  /// The claims of a token signed with this key; empty for any other text. What the claims say
  /// is for the caller to judge.
  Optional<JsonNode> verify(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      Base64.Decoder decoder = Base64.getUrlDecoder();
      JsonNode header = Json.tree(decoder.decode(parts[0]));
      if (!header.path("alg").asString("").equals("ES256")) {
        return Optional.empty();
      }
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key.getPublic());
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      return signature.verify(decoder.decode(parts[2]))
          ? Optional.of(Json.tree(decoder.decode(parts[1])))
          : Optional.empty();
    } catch (GeneralSecurityException | IllegalArgumentException | InvalidArgumentException e) {
      return Optional.empty(); // not a token at all
    }
  }

  /// The public key as others need it to check tokens: a JSON Web Key Set (RFC 7517).
  ObjectNode keySet() {
    ObjectNode set = Json.mapper().createObjectNode();
    var point = ((ECPublicKey) key.getPublic()).getW();
    set.putArray("keys")
        .addObject()
        .put("use", "sig")
        .put("kty", "EC")
        .put("kid", keyId)
        .put("crv", "P-256")
        .put("alg", "ES256")
        .put("x", encoded(coordinate(point.getAffineX().toByteArray())))
        .put("y", encoded(coordinate(point.getAffineY().toByteArray())));
    return set;
  }

  /// 32 bytes, whatever the length of the number.
  private static byte[] coordinate(byte[] number) {
    byte[] padded = new byte[32];
    int length = Math.min(number.length, padded.length);
    System.arraycopy(number, number.length - length, padded, padded.length - length, length);
    return padded;
  }

  private static byte[] sha256(byte[] content) {
    try {
      return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(content), 32);
    } catch (GeneralSecurityException e) {
      throw new InternalException("name a key: " + e.getMessage(), e);
    }
  }

  private static String encoded(byte[] content) {
    return ENCODER.encodeToString(content);
  }
}
