package dev.gantry.kube.rules.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.rules.Documents;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class PodValidationTest {

  private static String pod(String spec) {
    return "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p','namespace':'n'},'spec':{"
        + spec
        + "}}";
  }

  private static List<String> spec(String spec) {
    return Lines.ofCreate(pod(spec));
  }

  private static List<String> container(String fields) {
    return spec("'containers':[{'name':'c','image':'a'," + fields + "}]");
  }

  private static List<String> volume(String source) {
    return spec("'volumes':[{'name':'v'," + source + "}],'containers':[{'name':'c','image':'a'}]");
  }

  private static List<String> with(String fields) {
    return spec("'containers':[{'name':'c','image':'a'}]," + fields);
  }

  @Test
  void anOrdinaryPodIsFine() {
    assertThat(
            spec(
                """
                'volumes':[{'name':'v','configMap':{'name':'m','items':[{'key':'k','path':'a/b'}]}},
                 {'name':'e','emptyDir':{'medium':'Memory','sizeLimit':'1Mi'}}],
                'initContainers':[{'name':'i','image':'a','restartPolicy':'Always'},
                 {'name':'j','image':'a'}],
                'containers':[{'name':'c','image':'a:1','ports':[{'name':'http',
                 'containerPort':80}],'volumeMounts':[{'name':'v','mountPath':'/v'}],
                 'env':[{'name':'A','value':'x'},{'name':'B','valueFrom':{'fieldRef':
                  {'fieldPath':'metadata.name'}}},{'name':'C','valueFrom':{'resourceFieldRef':
                  {'resource':'limits.cpu'}}}],
                 'livenessProbe':{'httpGet':{'port':'http'}},
                 'resources':{'limits':{'cpu':'1','example.com/gpu':'1'}}}],
                'tolerations':[{'operator':'Exists'}]"""))
        .isEmpty();
  }

  @Nested
  final class Containers {
    @Test
    void nameAndImageAreRequired() {
      assertThat(spec("'containers':[]")).containsExactly("spec.containers: Required value");
      assertThat(spec("'containers':[{}]"))
          .containsExactly(
              "spec.containers[0].name: Required value",
              "spec.containers[0].image: Required value");
    }

    @Test
    void namesAreDistinctAcrossTheLists() {
      assertThat(
              spec(
                  """
                  'initContainers':[{'name':'c','image':'a'}],
                  'containers':[{'name':'c','image':'a'},{'name':'c','image':'a'}]"""))
          .containsExactly(
              "spec.containers[1].name: Duplicate value: \"c\"",
              "spec.initContainers[0].name: Duplicate value: \"c\"");
    }

    @Test
    void initContainersThatEndHaveNoProbes() {
      assertThat(
              spec(
                  """
                  'containers':[{'name':'c','image':'a'}],
                  'initContainers':[{'name':'i','image':'a',
                   'readinessProbe':{'tcpSocket':{'port':1}}}]"""))
          .containsExactly(
              "spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers"
                  + " without restartPolicy=Always");
    }

    @Test
    void enumerationsNameTheirValues() {
      assertThat(container("'imagePullPolicy':'Sometimes'"))
          .containsExactly(
              "spec.containers[0].imagePullPolicy: Unsupported value: \"Sometimes\": supported"
                  + " values: \"Always\", \"IfNotPresent\", \"Never\"");
    }

    @Test
    void imagesHaveNoSpacesAround() {
      assertThat(spec("'containers':[{'name':'c','image':' a'}]"))
          .containsExactly(
              "spec.containers[0].image: Invalid value: \" a\": must not have leading or trailing"
                  + " whitespace");
    }

    @Test
    void portsAreNumbersWithUniqueNames() {
      assertThat(container("'ports':[{'containerPort':0},{'containerPort':70000}]"))
          .containsExactly(
              "spec.containers[0].ports[0].containerPort: Required value",
              "spec.containers[0].ports[1].containerPort: Invalid value: 70000: must be between 1"
                  + " and 65535, inclusive");
      assertThat(
              container("'ports':[{'name':'x','containerPort':1},{'name':'x','containerPort':2}]"))
          .containsExactly("spec.containers[0].ports[1].name: Duplicate value: \"x\"");
      assertThat(
              container(
                  "'ports':[{'containerPort':1,'hostPort':5},{'containerPort':2,'hostPort':5}]"))
          .containsExactly("spec.containers[0].ports[1].hostPort: Duplicate value: \"TCP//5\"");
    }

    @Test
    void requestsStayBelowLimits() {
      assertThat(container("'resources':{'requests':{'cpu':'2'},'limits':{'cpu':'1'}}"))
          .containsExactly(
              "spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or"
                  + " equal to cpu limit of 1");
      assertThat(container("'resources':{'limits':{'cpu':'-1','bogus':'1'}}"))
          .contains(
              "spec.containers[0].resources.limits[cpu]: Invalid value: \"-1\": must be greater"
                  + " than or equal to 0",
              "spec.containers[0].resources.limits[bogus]: Invalid value: \"bogus\": must be a"
                  + " standard resource type or fully qualified");
    }

    @Test
    void probesHaveOneHandler() {
      assertThat(container("'livenessProbe':{}"))
          .containsExactly(
              "spec.containers[0].livenessProbe: Required value: must specify a handler type");
      assertThat(container("'livenessProbe':{'successThreshold':2,'tcpSocket':{'port':'no_good'}}"))
          .containsExactly(
              "spec.containers[0].livenessProbe.tcpSocket.port: Invalid value: \"no_good\": must"
                  + " contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)",
              "spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1");
    }

    @Test
    void variablesHaveOneSource() {
      assertThat(container("'env':[{'name':'','value':'x'},{'name':'a=b','value':'x'}]"))
          .containsExactly(
              "spec.containers[0].env[0].name: Required value",
              "spec.containers[0].env[1].name: Invalid value: \"a=b\": a valid environment variable"
                  + " name must consist only of printable ASCII characters other than '='");
      assertThat(container("'env':[{'name':'A','valueFrom':{}}]"))
          .containsExactly(
              "spec.containers[0].env[0].valueFrom: Invalid value: \"\": must specify one of:"
                  + " `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`");
      assertThat(
              container("'env':[{'name':'A','valueFrom':{'fieldRef':{'fieldPath':'spec.nope'}}}]"))
          .containsExactly(
              "spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value:"
                  + " \"spec.nope\": error converting fieldPath: field label not supported:"
                  + " spec.nope");
      assertThat(container("'envFrom':[{}]"))
          .containsExactly(
              "spec.containers[0].envFrom[0]: Invalid value: \"\": must specify one of:"
                  + " `configMapRef` or `secretRef`");
    }

    @Test
    void mountsReferToVolumes() {
      assertThat(container("'volumeMounts':[{'name':'x','mountPath':'/a'}]"))
          .containsExactly("spec.containers[0].volumeMounts[0].name: Not found: \"x\"");
      assertThat(
              spec(
                  """
                  'volumes':[{'name':'v'}],'containers':[{'name':'c','image':'a','volumeMounts':
                  [{'name':'v','mountPath':'/a'},{'name':'v','mountPath':'/a','subPath':'../x'}]}]
                  """))
          .containsExactly(
              "spec.containers[0].volumeMounts[1].mountPath: Invalid value: \"/a\": must be unique",
              "spec.containers[0].volumeMounts.subPath: Invalid value: \"../x\": must not contain"
                  + " '..'");
    }
  }

  @Nested
  final class Volumes {
    @Test
    void haveOneSource() {
      assertThat(volume("'emptyDir':{},'hostPath':{'path':'/x'}"))
          .containsExactly(
              "spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type");
    }

    @Test
    void sourcesAreComplete() {
      assertThat(volume("'secret':{}"))
          .containsExactly("spec.volumes[0].secret.secretName: Required value");
      assertThat(volume("'hostPath':{'path':'','type':'Odd'}"))
          .hasSize(2)
          .contains("spec.volumes[0].hostPath.path: Required value");
      assertThat(volume("'configMap':{'name':'m','items':[{'key':'k','path':'../x'}]}"))
          .containsExactly(
              "spec.volumes[0].configMap.items[0].path: Invalid value: \"../x\": must not contain"
                  + " '..'",
              "spec.volumes[0].configMap.items[0].path: Invalid value: \"../x\": must not start"
                  + " with '..'");
      assertThat(volume("'configMap':{'name':'m','defaultMode':9999}"))
          .containsExactly(
              "spec.volumes[0].configMap.defaultMode: Invalid value: 9999: must be a number between"
                  + " 0 and 0777 (octal), both inclusive");
    }
  }

  @Nested
  final class TheRest {
    @Test
    void restartPolicyIsOneOfThree() {
      assertThat(with("'restartPolicy':'Maybe'"))
          .containsExactly(
              "spec.restartPolicy: Unsupported value: \"Maybe\": supported values: \"Always\","
                  + " \"OnFailure\", \"Never\"");
    }

    @Test
    void tolerationsMakeSense() {
      assertThat(with("'tolerations':[{'key':''}]"))
          .containsExactly(
              "spec.tolerations[0].operator: Invalid value: \"\": operator must be Exists when"
                  + " `key` is empty, which means \"match all values and all keys\"");
      assertThat(with("'tolerations':[{'key':'a','operator':'Exists','value':'v'}]"))
          .singleElement()
          .asString()
          .endsWith("value must be empty when `operator` is 'Exists'");
    }

    @Test
    void deadlinesArePositive() {
      assertThat(with("'activeDeadlineSeconds':0"))
          .containsExactly(
              "spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647,"
                  + " inclusive");
    }

    @Test
    void dnsPolicyNoneNeedsAServer() {
      assertThat(with("'dnsPolicy':'None'"))
          .containsExactly(
              "spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None");
    }

    @Test
    void nodeAffinityHasTerms() {
      assertThat(
              with(
                  """
                  'affinity':{'nodeAffinity':{
                   'requiredDuringSchedulingIgnoredDuringExecution':{'nodeSelectorTerms':[]}}}"""))
          .containsExactly(
              "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution"
                  + ".nodeSelectorTerms: Required value: must have at least one node selector"
                  + " term");
    }

    @Test
    void ephemeralContainersComeLater() {
      assertThat(with("'ephemeralContainers':[{'name':'d','image':'a'}]"))
          .containsExactly("spec.ephemeralContainers: Forbidden: cannot be set on create");
    }
  }

  @Nested
  final class Updates {
    private static final String SPEC =
        "'containers':[{'name':'c','image':'a','env':[{'name':'A','value':'%s'}]}]%s";

    private static List<String> changed(String now, String before) {
      return Lines.ofUpdate(pod(now), pod(before));
    }

    @Test
    void imagesMayChange() {
      assertThat(
              changed(
                  "'containers':[{'name':'c','image':'b:2','imagePullPolicy':'Always'}]",
                  "'containers':[{'name':'c','image':'a','imagePullPolicy':'Always'}]"))
          .isEmpty();
    }

    @Test
    void littleElseMay() {
      assertThat(changed(SPEC.formatted("2", ""), SPEC.formatted("1", "")))
          .singleElement()
          .asString()
          .startsWith(
              "spec: Forbidden: pod updates may not change fields other than"
                  + " `spec.containers[*].image`,`spec.initContainers[*].image`,"
                  + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing"
                  + " tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if"
                  + " it was previously negative)");
      assertThat(
              changed(
                  "'containers':[{'name':'c','image':'a'},{'name':'d','image':'a'}]",
                  "'containers':[{'name':'c','image':'a'}]"))
          .containsExactly(
              "spec.containers: Forbidden: pod updates may not add or remove containers");
    }

    @Test
    void tolerationsAreOnlyAdded() {
      String tolerating = ",'tolerations':[{'key':'a','operator':'Exists'}]";
      assertThat(changed(SPEC.formatted("1", tolerating), SPEC.formatted("1", ""))).isEmpty();
      assertThat(changed(SPEC.formatted("1", ""), SPEC.formatted("1", tolerating)))
          .containsExactly(
              "spec.tolerations: Forbidden: existing toleration can not be modified except its"
                  + " tolerationSeconds");
    }

    @Test
    void ephemeralContainersStay() {
      var before =
          Lines.defaulted(
              pod(
                  """
                  'containers':[{'name':'c','image':'a'}],
                  'ephemeralContainers':[{'name':'d','image':'a'}]"""));
      var now = Lines.defaulted(pod("'containers':[{'name':'c','image':'a'}]"));
      assertThat(Lines.lines(Validation.ofSubresourceUpdate("ephemeralcontainers", now, before)))
          .singleElement()
          .asString()
          .contains("existing ephemeral containers \"d\" may not be removed");
    }
  }

  @Test
  void aBindingNamesANode() {
    assertThat(
            Lines.lines(
                Validation.ofBinding(
                    Documents.object("{'kind':'Binding','target':{'kind':'Pod'}}"))))
        .containsExactly(
            "target.kind: Unsupported value: \"Pod\": supported values: \"Node\", \"<empty>\"",
            "target.name: Required value");
  }
}
