package dev.gantry.kube.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
  /// What PKCS #8 puts before the key as RFC 5915 has it.
  private static final byte[] WRAPPING =
      HexFormat.of().parseHex("304d020100301306072a8648ce3d020106082a8648ce3d0301070433");

  @ParameterizedTest(name = "the number {0}")
  @ValueSource(
      strings = {"1", "00ff00", "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550"})
  void aCurveKeyKeepsItsNumberInTheFormOfRfc5915(String hex) throws Exception {
    var parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    var number = new BigInteger(hex, 16);
    var factory = KeyFactory.getInstance("EC");
    var key =
        factory.generatePrivate(
            new ECPrivateKeySpec(number, parameters.getParameterSpec(ECParameterSpec.class)));

    String pem = Pem.ofCurve(key);

    assertThat(pem).startsWith("-----BEGIN EC PRIVATE KEY-----\n");
    var wrapped = new ByteArrayOutputStream();
    wrapped.writeBytes(WRAPPING);
    wrapped.writeBytes(
        Base64.getMimeDecoder()
            .decode(pem.lines().skip(1).limit(2).reduce("", String::concat).replaceAll("-.*", "")));
    var read =
        (ECPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(wrapped.toByteArray()));
    assertThat(read.getS()).isEqualTo(number);
  }
}
