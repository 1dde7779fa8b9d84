package dev.gantry.kube.apiserver;

import dev.gantry.kube.api.AdmissionPlugin;
import dev.gantry.kube.api.Caller;
import dev.gantry.kube.api.Extensions;
import dev.gantry.kube.api.KubeApi;
import dev.gantry.kube.api.KubeApiConfig;
import dev.gantry.kube.auth.BootstrapRoles;
import dev.gantry.kube.auth.ClusterCertificates;
import dev.gantry.kube.auth.EscalationCheck;
import dev.gantry.kube.auth.RbacAuthorizer;
import dev.gantry.kube.auth.ServiceAccountTokens;
import dev.gantry.kube.auth.UserInfo;
import dev.gantry.kube.auth.Users;
import dev.gantry.kube.client.ApiClient;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.platform.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// The API with those who decide who may use it: what must be open before anybody is let in,
/// over the wire or not.
public final class ControlPlane implements AutoCloseable {
  private final KubeApi api;
  private final RbacAuthorizer authorizer;
  private final ServiceAccountTokens tokens;

  private ControlPlane(KubeApi api, RbacAuthorizer authorizer, ServiceAccountTokens tokens) {
    this.api = api;
    this.authorizer = authorizer;
    this.tokens = tokens;
  }

  /// Opens the API over a store and makes the roles that every cluster has.
  ///
  /// @param extensions what others add; reviews and tokens are added here
  public static ControlPlane open(
      Store store, ClusterCertificates certificates, InstantSource clock, Extensions extensions)
      throws InterruptedException {
    var authorizer = new RbacAuthorizer();
    var reader = new AtomicReference<ApiClient>();
    var tokens = new ServiceAccountTokens(certificates.tokenKey(), reader::get, clock);
    KubeApi api =
        KubeApi.open(
            store,
            authorizer,
            withReviews(extensions, authorizer, tokens),
            KubeApiConfig.DEFAULT,
            clock);
    try {
      ApiClient server = api.client(new Caller(Users.API_SERVER, "gantry"));
      reader.set(server);
      BootstrapRoles.reconcile(server);
      authorizer.start(server);
      return new ControlPlane(api, authorizer, tokens);
    } catch (RuntimeException | InterruptedException e) {
      authorizer.close();
      api.close();
      throw e;
    }
  }

  private static Extensions withReviews(
      Extensions extensions, RbacAuthorizer authorizer, ServiceAccountTokens tokens) {
    List<AdmissionPlugin> admission = new ArrayList<>(extensions.admission());
    admission.add(new RoleGuard(new EscalationCheck(authorizer)));
    Extensions guarded =
        new Extensions(extensions.virtualKinds(), extensions.subresources(), admission);
    Extensions answering =
        new IdentityReviews(tokens).addTo(new AccessReviews(authorizer).addTo(guarded));
    return answering.subresource(BuiltInKinds.SERVICE_ACCOUNT, "token", new TokenRequests(tokens));
  }

  public KubeApi api() {
    return api;
  }

  /// The API for a component that acts as somebody.
  ///
  /// @param agent manager of the fields it writes
  public ApiClient client(UserInfo user, String agent) {
    return api.client(new Caller(user, agent));
  }

  ServiceAccountTokens tokens() {
    return tokens;
  }

  @Override
  public void close() {
    authorizer.close();
    api.close();
  }
}
