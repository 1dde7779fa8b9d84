package dev.gantry.kube.rules.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class OtherKindsTest {

  private static String object(String apiVersion, String kind, String fields) {
    return "{'apiVersion':'"
        + apiVersion
        + "','kind':'"
        + kind
        + "','metadata':{'name':'x','namespace':'n'}"
        + (fields.isEmpty() ? "" : "," + fields)
        + "}";
  }

  @Nested
  final class Services {
    private List<String> service(String spec) {
      return Lines.ofCreate(object("v1", "Service", "'spec':{" + spec + "}"));
    }

    @Test
    void portsAreNamedWhenThereAreSeveral() {
      assertThat(service("'ports':[{'port':80}]")).isEmpty();
      assertThat(service("'clusterIP':'None'")).isEmpty();
      assertThat(service("")).containsExactly("spec.ports: Required value");
      assertThat(service("'ports':[{'port':80},{'name':'a','port':80}]"))
          .containsExactly(
              "spec.ports[0].name: Required value",
              "spec.ports[1]: Duplicate value: {\"protocol\":\"TCP\",\"port\":80}");
      assertThat(service("'ports':[{'port':0}]"))
          .contains("spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive");
    }

    @Test
    void nodePortsAreForThoseThatHaveThem() {
      assertThat(service("'ports':[{'port':80,'nodePort':30000}]"))
          .containsExactly(
              "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'");
      assertThat(service("'type':'ExternalName'"))
          .containsExactly("spec.externalName: Required value");
    }

    @Test
    void theAddressStays() {
      assertThat(
              Lines.ofUpdate(
                  object("v1", "Service", "'spec':{'clusterIP':'10.0.0.2','ports':[{'port':1}]}"),
                  object("v1", "Service", "'spec':{'clusterIP':'10.0.0.1','ports':[{'port':1}]}")))
          .containsExactly(
              "spec.clusterIPs[0]: Invalid value: [\"10.0.0.2\"]: may not change once set");
    }
  }

  @Nested
  final class Roles {
    private static final String API = "rbac.authorization.k8s.io/v1";

    @Test
    void rulesSayWhatMayBeDoneToWhat() {
      assertThat(Lines.ofCreate(object(API, "Role", "'rules':[{}]")))
          .containsExactly(
              "rules[0].verbs: Required value: verbs must contain at least one value",
              "rules[0].apiGroups: Required value: resource rules must supply at least one api"
                  + " group",
              "rules[0].resources: Required value: resource rules must supply at least one"
                  + " resource");
    }

    @Test
    void bindingsKeepTheirRole() {
      String binding =
          object(
              API,
              "RoleBinding",
              "'roleRef':{'kind':'Role','name':'%s'},'subjects':[{'kind':'User','name':'u'}]");
      assertThat(Lines.ofCreate(binding.formatted("a"))).isEmpty();
      assertThat(Lines.ofUpdate(binding.formatted("b"), binding.formatted("a")))
          .singleElement()
          .asString()
          .endsWith("cannot change roleRef");
      assertThat(
              Lines.ofCreate(
                  object(
                      API,
                      "ClusterRoleBinding",
                      "'roleRef':{'kind':'ClusterRole','name':'r'},"
                          + "'subjects':[{'kind':'ServiceAccount','name':'s'}]")))
          .containsExactly("subjects[0].namespace: Required value");
    }
  }

  @Nested
  final class Storage {
    private static final String GOOD =
        "'spec':{'accessModes':['ReadWriteOnce'],'resources':{'requests':{'storage':'1Gi'}}}";

    @Test
    void claimsSayHowMuch() {
      assertThat(Lines.ofCreate(object("v1", "PersistentVolumeClaim", GOOD))).isEmpty();
      assertThat(Lines.ofCreate(object("v1", "PersistentVolumeClaim", "'spec':{}")))
          .containsExactly(
              "spec.accessModes: Required value: at least 1 access mode is required",
              "spec.resources[storage]: Required value");
    }

    @Test
    void claimsStayAsTheyAre() {
      assertThat(
              Lines.ofUpdate(
                  object("v1", "PersistentVolumeClaim", GOOD.replace("Once", "Many")),
                  object("v1", "PersistentVolumeClaim", GOOD)))
          .singleElement()
          .asString()
          .startsWith("spec: Forbidden: spec is immutable after creation except");
    }

    @Test
    void volumesHaveASource() {
      assertThat(
              Lines.ofCreate(
                  object(
                      "v1",
                      "PersistentVolume",
                      "'spec':{'accessModes':['ReadWriteOnce'],'capacity':{'storage':'1Gi'}}")))
          .containsExactly("spec: Required value: must specify a volume type");
    }

    @Test
    void classesKeepTheirProvisioner() {
      String storageClass = object("storage.k8s.io/v1", "StorageClass", "'provisioner':'%s'");
      assertThat(Lines.ofUpdate(storageClass.formatted("a/b"), storageClass.formatted("a/c")))
          .containsExactly("provisioner: Forbidden: updates to provisioner are forbidden.");
    }
  }

  @Test
  void ingressesLeadSomewhere() {
    String ingress = object("networking.k8s.io/v1", "Ingress", "'spec':{%s}");
    assertThat(Lines.ofCreate(ingress.formatted("")))
        .containsExactly(
            "spec: Invalid value: null: either `defaultBackend` or `rules` must be specified");
    assertThat(
            Lines.ofCreate(
                ingress.formatted(
                    """
                    'rules':[{'host':'1.2.3.4','http':{'paths':[{'path':'x','pathType':'Prefix',
                     'backend':{'service':{'name':'s','port':{}}}}]}}]""")))
        .containsExactly(
            "spec.rules[0].host: Invalid value: \"1.2.3.4\": must be a DNS name, not an IP"
                + " address",
            "spec.rules[0].http.paths[0].path: Invalid value: \"x\": must be an absolute path",
            "spec.rules[0].http.paths[0].backend: Required value: port name or number is"
                + " required");
  }

  @Test
  void autoscalersHaveARange() {
    assertThat(
            Lines.ofCreate(
                object(
                    "autoscaling/v2",
                    "HorizontalPodAutoscaler",
                    "'spec':{'minReplicas':5,'maxReplicas':2,'scaleTargetRef':{'kind':'D','name':'d'}}")))
        .containsExactly(
            "spec.maxReplicas: Invalid value: 2: must be greater than or equal to"
                + " `minReplicas`");
  }

  @Test
  void budgetsHaveOneBound() {
    assertThat(
            Lines.ofCreate(
                object(
                    "policy/v1",
                    "PodDisruptionBudget",
                    "'spec':{'minAvailable':1,'maxUnavailable':1}")))
        .singleElement()
        .asString()
        .endsWith("minAvailable and maxUnavailable cannot be both set");
  }

  @Test
  void highPrioritiesAreTheSystems() {
    assertThat(
            Lines.ofCreate(object("scheduling.k8s.io/v1", "PriorityClass", "'value':1000000001")))
        .containsExactly(
            "value: Forbidden: maximum allowed value of a user defined priority is 1000000000");
  }

  @Test
  void limitsAreInOrder() {
    assertThat(
            Lines.ofCreate(
                object(
                    "v1",
                    "LimitRange",
                    "'spec':{'limits':[{'type':'Pod','min':{'cpu':'2'},'max':{'cpu':'1'}}]}")))
        .containsExactly(
            "spec.limits[0].min[cpu]: Invalid value: \"2\": min value 2 is greater than max value"
                + " 1");
  }

  @Test
  void eventsLieWhereTheirObjectsDo() {
    assertThat(
            Lines.ofCreate(
                object("v1", "Event", "'involvedObject':{'kind':'Pod','namespace':'other'}")))
        .containsExactly(
            "involvedObject.namespace: Invalid value: \"other\": does not match event.namespace");
  }

  @Test
  void leasesLast() {
    assertThat(
            Lines.ofCreate(
                object("coordination.k8s.io/v1", "Lease", "'spec':{'leaseDurationSeconds':0}")))
        .containsExactly("spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0");
  }

  @Test
  void namespacesAreActiveUntilTheyAreDeleted() {
    var before = Lines.defaulted("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'a'}}");
    var now = before.edit(json -> json.putObject("status").put("phase", "Terminating"));
    assertThat(Lines.lines(Validation.ofStatusUpdate(now, before)))
        .containsExactly(
            "status.Phase: Invalid value: \"Terminating\": may only be 'Active' if"
                + " `deletionTimestamp` is empty");
  }

  @Test
  void definitionsAreNamedForWhatTheyDefine() {
    assertThat(
            Lines.ofCreate(
                """
                {'apiVersion':'apiextensions.k8s.io/v1','kind':'CustomResourceDefinition',
                 'metadata':{'name':'x'},'spec':{'group':'a.b','scope':'Namespaced',
                 'names':{'plural':'ts','kind':'T'},'versions':[{'name':'v1','served':true,
                 'storage':true,'schema':{'openAPIV3Schema':{'type':'object'}}}]}}"""))
        .containsExactly(
            "metadata.name: Invalid value: \"x\": must be spec.names.plural+\".\"+spec.group");
  }

  @Test
  void kindsNobodyKnowsHaveMetadataLikeOthers() {
    assertThat(Lines.ofCreate("{'apiVersion':'a.b/v1','kind':'T','metadata':{'name':'ok'}}"))
        .isEmpty();
    assertThat(Lines.ofCreate("{'apiVersion':'a.b/v1','kind':'T','metadata':{'name':'Not'}}"))
        .hasSize(1);
  }

  @Test
  void addressesAreRecognised() {
    assertThat(List.of("10.0.0.1", "::1", "2001:db8::ffff", "::ffff:1.2.3.4", "::"))
        .allMatch(Syntax::isIp);
    assertThat(List.of("10.0.0", "10.0.0.256", ":::", "1::2::3", "g::", "1:2:3:4:5:6:7:8:9", ""))
        .noneMatch(Syntax::isIp);
    assertThat(Syntax.isCidr("10.0.0.0/8")).isTrue();
    assertThat(Syntax.isCidr("10.0.0.0/33")).isFalse();
  }
}
