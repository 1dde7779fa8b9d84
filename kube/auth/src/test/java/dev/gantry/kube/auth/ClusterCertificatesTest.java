package dev.gantry.kube.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.FailedPreconditionException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterCertificatesTest {
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

  @TempDir private Path directory;

  private ClusterCertificates at(Instant now) {
    return ClusterCertificates.open(directory.resolve("pki"), InstantSource.fixed(now));
  }

  private static ServerNames names(String... addresses) throws IOException {
    var own = new ArrayList<InetAddress>();
    for (String address : addresses) {
      own.add(InetAddress.getByName(address));
    }
    return ServerNames.of("box", InetAddress.getByName("10.96.0.1"), own);
  }

  @Test
  void theAuthoritySignsWhatTheJdkVerifies() throws GeneralSecurityException, IOException {
    var certificates = at(NOW);
    validate(certificates.server(names("192.0.2.7")).certificate(), certificates.authority());
    validate(certificates.admin().certificate(), certificates.authority());
  }

  private static void validate(X509Certificate certificate, X509Certificate authority)
      throws GeneralSecurityException {
    var parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(NOW));
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)),
            parameters);
  }

  @Test
  void theServersCertificateNamesEveryWayToReachIt() throws Exception {
    var server = at(NOW).server(names("192.0.2.7", "2001:db8::7")).certificate();
    assertThat(server.getSubjectAlternativeNames())
        .extracting(name -> (Object) name.get(1))
        .contains(
            "localhost",
            "box",
            "kubernetes",
            "kubernetes.default.svc.cluster.local",
            "127.0.0.1",
            "10.96.0.1",
            "192.0.2.7",
            "2001:db8:0:0:0:0:0:7");
  }

  @Test
  void theAdministratorIsInTheGroupThatMayDoEverything() {
    UserInfo admin = Authenticator.ofCertificate(at(NOW).admin().certificate());
    assertThat(admin.name()).isEqualTo("kubernetes-admin");
    assertThat(admin.groups()).containsExactly("system:masters", "system:authenticated");
  }

  @Test
  void aSecondStartFindsWhatTheFirstMade() throws IOException {
    var first = at(NOW);
    var second = at(NOW.plus(Duration.ofDays(30)));
    assertThat(second.authority()).isEqualTo(first.authority());
    assertThat(second.tokenKey().getPublic()).isEqualTo(first.tokenKey().getPublic());
    assertThat(second.admin()).isEqualTo(first.admin());
    assertThat(second.server(names())).isEqualTo(first.server(names()));
  }

  @Test
  void aCertificateNearItsEndIsMadeAgainByTheSameAuthority() {
    var old = at(NOW).admin();
    Instant due = ClusterCertificates.nextRenewal(old);
    assertThat(at(due.minusSeconds(1)).admin()).isEqualTo(old);
    var renewed = at(due.plusSeconds(1));
    assertThat(renewed.admin().certificate()).isNotEqualTo(old.certificate());
    assertThat(renewed.admin().certificate().getIssuerX500Principal())
        .isEqualTo(renewed.authority().getSubjectX500Principal());
  }

  @Test
  void theServersCertificateIsMadeAgainWhenItsNamesChange() throws IOException {
    var old = at(NOW).server(names("192.0.2.7"));
    assertThat(at(NOW).server(names("192.0.2.8")).certificate()).isNotEqualTo(old.certificate());
  }

  @Test
  void keysAreReadableByTheirOwnerOnly() throws IOException {
    at(NOW).admin();
    for (String file : List.of("ca.pem", "sa.pem", "admin.pem")) {
      assertThat(Files.getPosixFilePermissions(directory.resolve("pki").resolve(file)))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void aDamagedCertificateIsReplacedButADamagedAuthorityIsNot() throws IOException {
    at(NOW).admin();
    Path pki = directory.resolve("pki");
    Files.writeString(pki.resolve("admin.pem"), "garbage");
    assertThat(at(NOW).admin().certificate().getIssuerX500Principal().getName())
        .isEqualTo("CN=kubernetes");
    Files.writeString(pki.resolve("ca.pem"), "garbage");
    assertThatThrownBy(() -> at(NOW))
        .isInstanceOf(FailedPreconditionException.class)
        .hasMessageContaining("ca.pem")
        .hasMessageContaining("certificate authority");
  }

  @Test
  void timesFrom2050OnAreWrittenWithFourDigits() throws GeneralSecurityException {
    var late = at(Instant.parse("2049-06-01T00:00:00Z")).authority();
    var again =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(late.getEncoded()));
    assertThat(again.getNotAfter().toInstant()).isAfter(Instant.parse("2059-01-01T00:00:00Z"));
  }

  @Test
  void theKubeconfigHoldsAllThatIsNeededAndIsPrivate() throws IOException {
    var certificates = at(NOW);
    Path file = directory.resolve("kubeconfig");
    Kubeconfig.write(
        file,
        Kubeconfig.text("https://127.0.0.1:6443", certificates.authority(), certificates.admin()));
    assertThat(Files.readString(file))
        .contains("server: https://127.0.0.1:6443", "current-context: gantry", "client-key-data:");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }
}
