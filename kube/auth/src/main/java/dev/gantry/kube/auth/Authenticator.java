package dev.gantry.kube.auth;

import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.naming.NamingException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/// Finds out who sends a request: by the client certificate of the connection, whose common
/// name is the user and whose organizations are the groups; else by a bearer token; else nobody
/// in particular.
public final class Authenticator {
  private final ServiceAccountTokens tokens;

  public Authenticator(ServiceAccountTokens tokens) {
    this.tokens = tokens;
  }

  /// Who sends a request.
  ///
  /// @param certificates the verified chain of the connection, the client's own first; may be
  ///     empty
  /// @param authorization the header of that name
  /// @throws StatusException Unauthorized when a token was shown that is not valid
  public UserInfo authenticate(List<X509Certificate> certificates, Optional<String> authorization) {
    if (!certificates.isEmpty()) {
      return ofCertificate(certificates.getFirst());
    }
    Optional<String> token = authorization.flatMap(Authenticator::bearer);
    if (token.isEmpty()) {
      return Users.ANONYMOUS;
    }
    return tokens
        .verify(token.get())
        .filter(verified -> verified.audiences().contains(ServiceAccountTokens.ISSUER))
        .map(ServiceAccountTokens.Verified::user)
        .orElseThrow(Authenticator::unauthorized);
  }

  /// `Bearer TOKEN`; other schemes are as good as none, as upstream has it.
  private static Optional<String> bearer(String authorization) {
    String[] parts = authorization.strip().split("\\s+", 2);
    return parts.length == 2 && parts[0].equalsIgnoreCase("bearer")
        ? Optional.of(parts[1].strip())
        : Optional.empty();
  }

  private static StatusException unauthorized() {
    return new StatusException(StatusReason.UNAUTHORIZED, "Unauthorized", Optional.empty());
  }

  static UserInfo ofCertificate(X509Certificate certificate) {
    String user = "";
    List<String> groups = new ArrayList<>();
    try {
      var name = new LdapName(certificate.getSubjectX500Principal().getName());
      for (Rdn part : name.getRdns()) {
        var attributes = part.toAttributes().getAll();
        while (attributes.hasMore()) {
          var attribute = attributes.next();
          if (attribute.get() instanceof String text) {
            if (attribute.getID().equalsIgnoreCase("CN")) {
              user = text;
            } else if (attribute.getID().equalsIgnoreCase("O")) {
              groups.add(text);
            }
          }
        }
      }
    } catch (NamingException e) {
      throw unauthorized();
    }
    if (user.isEmpty()) {
      return Users.ANONYMOUS;
    }
    groups.add(Groups.AUTHENTICATED);
    return new UserInfo(user, "", groups, Map.of());
  }
}
