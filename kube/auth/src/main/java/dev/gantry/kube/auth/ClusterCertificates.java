package dev.gantry.kube.auth;

import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.errors.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The cluster's keys and certificates in a directory of their own, made on first use.
///
/// | file | holds | valid |
/// |---|---|---|
/// | `ca.pem`, `ca.crt` | who signs all others; the second without its key | 10 years |
/// | `apiserver.pem` | what the API server shows its clients | a year |
/// | `admin.pem` | the administrator, in the group `system:masters` | a year |
/// | `sa.pem` | the key that signs service accounts' tokens | for ever |
///
/// Certificates are made again when a third of their life is left, and the server's also when
/// the names it must answer to have changed. Clients notice nothing, since they trust the
/// authority. A certificate that cannot be read is replaced; an authority or a token key that
/// cannot be read is not, because a new one would lock out every client there is.
///
/// Belongs to one owner, who calls it at start and when [#nextRenewal] is due.
public final class ClusterCertificates {
  private static final Logger log = LoggerFactory.getLogger(ClusterCertificates.class);
  private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
  private static final Duration LIFE = Duration.ofDays(365);
  private static final Duration RENEW_BEFORE = LIFE.dividedBy(3);

  /// Clocks of clients may be late.
  private static final Duration BACKDATED = Duration.ofHours(1);

  private final Path directory;
  private final InstantSource clock;
  private final Identity authority;
  private final KeyPair tokenKey;

  private ClusterCertificates(Path directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
    this.authority = openAuthority();
    this.tokenKey = openTokenKey();
    // Beside its key so that it can be handed to clients without it.
    file("ca.crt").writeIfDifferent(Pem.of(authority.certificate()));
  }

  /// Reads the authority and the token key, or makes them.
  ///
  /// @throws FailedPreconditionException when they are there and not readable
  public static ClusterCertificates open(Path directory, InstantSource clock) {
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UnavailableException("create " + directory + ": " + e.getMessage(), e);
    }
    return new ClusterCertificates(directory, clock);
  }

  /// What clients must trust, and who signs the certificates of clients.
  public X509Certificate authority() {
    return authority.certificate();
  }

  /// The authority's certificate as clients and pods are given it.
  public String authorityPem() {
    return Pem.of(authority.certificate());
  }

  /// The key that signs tokens of service accounts.
  public KeyPair tokenKey() {
    return tokenKey;
  }

  /// What the API server shows to clients that reach it under these names.
  public Identity server(ServerNames names) {
    return current(
        "apiserver",
        found -> sameNames(found, names),
        now ->
            new CertificateProfile(
                CertificateProfile.Use.SERVER,
                "kube-apiserver",
                List.of(),
                names.names(),
                names.addresses(),
                now.minus(BACKDATED),
                now.plus(LIFE)));
  }

  /// The administrator, whom no rule restrains.
  public Identity admin() {
    return client("admin", "kubernetes-admin", List.of(Groups.MASTERS));
  }

  /// A client's certificate, kept under a name of its own.
  public Identity client(String file, String user, List<String> groups) {
    return current(file, _ -> true, now -> clientProfile(user, groups, now));
  }

  private static CertificateProfile clientProfile(String user, List<String> groups, Instant now) {
    return new CertificateProfile(
        CertificateProfile.Use.CLIENT,
        user,
        groups,
        List.of(),
        List.of(),
        now.minus(BACKDATED),
        now.plus(LIFE));
  }

  /// When a certificate should be asked for again.
  public static Instant nextRenewal(Identity identity) {
    return identity.certificate().getNotAfter().toInstant().minus(RENEW_BEFORE);
  }

  private Identity current(
      String name,
      Predicate<X509Certificate> stillFits,
      Function<Instant, CertificateProfile> profile) {
    Instant now = clock.instant();
    Optional<Identity> found =
        readable(name)
            .filter(identity -> signedByAuthority(identity.certificate()))
            .filter(identity -> now.isBefore(nextRenewal(identity)))
            .filter(identity -> stillFits.test(identity.certificate()));
    if (found.isPresent()) {
      return found.get();
    }
    Identity made = CertificateSigner.signed(profile.apply(now), authority);
    file(name + ".pem").write(made.pem());
    log.info(
        "certificate made name={} until={}", name, made.certificate().getNotAfter().toInstant());
    return made;
  }

  private Optional<Identity> readable(String name) {
    try {
      Optional<String> pem = file(name + ".pem").read();
      return pem.isEmpty()
          ? Optional.empty()
          : Optional.of(new Identity(Pem.certificate(pem.get()), Pem.privateKey(pem.get())));
    } catch (GeneralSecurityException e) {
      log.warn("certificate unreadable, made again name={} problem={}", name, e.getMessage());
      return Optional.empty();
    }
  }

  private boolean signedByAuthority(X509Certificate certificate) {
    try {
      certificate.verify(authority.certificate().getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean sameNames(X509Certificate certificate, ServerNames wanted) {
    Set<String> expected = new HashSet<>(wanted.names());
    wanted.addresses().forEach(address -> expected.add(address.getHostAddress()));
    Set<String> found = new HashSet<>();
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names != null) {
        names.forEach(name -> found.add(String.valueOf(name.get(1))));
      }
    } catch (GeneralSecurityException e) {
      return false;
    }
    return found.equals(expected);
  }

  private Identity openAuthority() {
    Optional<String> pem = file("ca.pem").read();
    if (pem.isPresent()) {
      try {
        return new Identity(Pem.certificate(pem.get()), Pem.privateKey(pem.get()));
      } catch (GeneralSecurityException e) {
        throw lost("ca.pem", "the cluster's certificate authority", e);
      }
    }
    Instant now = clock.instant();
    Identity made =
        CertificateSigner.selfSigned(
            new CertificateProfile(
                CertificateProfile.Use.AUTHORITY,
                "kubernetes",
                List.of(),
                List.of(),
                List.of(),
                now.minus(BACKDATED),
                now.plus(AUTHORITY_LIFE)));
    file("ca.pem").write(made.pem());
    return made;
  }

  private KeyPair openTokenKey() {
    Optional<String> pem = file("sa.pem").read();
    if (pem.isPresent()) {
      try {
        return new KeyPair(Pem.publicKey(pem.get()), Pem.privateKey(pem.get()));
      } catch (GeneralSecurityException e) {
        throw lost("sa.pem", "the key that signs service account tokens", e);
      }
    }
    KeyPair made = CertificateSigner.newKey();
    file("sa.pem").write(Pem.of(made.getPublic()) + Pem.of(made.getPrivate()));
    return made;
  }

  private FailedPreconditionException lost(
      String name, String what, GeneralSecurityException cause) {
    return new FailedPreconditionException(
        "read "
            + what
            + " from "
            + directory.resolve(name)
            + ": "
            + cause.getMessage()
            + "; restore the file, or remove the directory to make new ones, which all clients"
            + " must then be given",
        cause);
  }

  private PrivateFile file(String name) {
    return new PrivateFile(directory.resolve(name));
  }
}
