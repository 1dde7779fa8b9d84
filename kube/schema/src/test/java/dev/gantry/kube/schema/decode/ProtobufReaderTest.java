package dev.gantry.kube.schema.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.gantry.kube.objects.BuiltInKinds;
import dev.gantry.kube.objects.GroupVersionKind;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.schema.Kind;
import dev.gantry.kube.schema.Kinds;
import dev.gantry.platform.json.Json;
import io.kubernetes.client.proto.IntStr.IntOrString;
import io.kubernetes.client.proto.Meta.DeleteOptions;
import io.kubernetes.client.proto.Meta.LabelSelector;
import io.kubernetes.client.proto.Meta.ObjectMeta;
import io.kubernetes.client.proto.Meta.Time;
import io.kubernetes.client.proto.Resource.Quantity;
import io.kubernetes.client.proto.V1.ConfigMapVolumeSource;
import io.kubernetes.client.proto.V1.Container;
import io.kubernetes.client.proto.V1.ContainerPort;
import io.kubernetes.client.proto.V1.HTTPGetAction;
import io.kubernetes.client.proto.V1.LocalObjectReference;
import io.kubernetes.client.proto.V1.PodSpec;
import io.kubernetes.client.proto.V1.PodTemplateSpec;
import io.kubernetes.client.proto.V1.Probe;
import io.kubernetes.client.proto.V1.ProbeHandler;
import io.kubernetes.client.proto.V1.ResourceRequirements;
import io.kubernetes.client.proto.V1.Secret;
import io.kubernetes.client.proto.V1.Volume;
import io.kubernetes.client.proto.V1.VolumeSource;
import io.kubernetes.client.proto.V1Apps.Deployment;
import io.kubernetes.client.proto.V1Apps.DeploymentSpec;
import io.kubernetes.client.proto.V1Apps.DeploymentStatus;
import io.kubernetes.client.proto.V1Authorization.ExtraValue;
import io.kubernetes.client.proto.V1Authorization.SubjectAccessReview;
import io.kubernetes.client.proto.V1Authorization.SubjectAccessReviewSpec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ProtobufReaderTest {
  private final ObjectDecoder decoder = new ObjectDecoder(Kinds::builtIn);

  private JsonNode read(Message message, GroupVersionKind kind) {
    return decode(
        ProtobufWriter.frame(kind.apiVersion(), kind.kind(), message.toByteArray()), kind);
  }

  private JsonNode decode(byte[] body, GroupVersionKind kind) {
    return decoder
        .decode(body, ObjectDecoder.PROTOBUF, kind, FieldValidation.STRICT)
        .object()
        .json();
  }

  /// As a typed client writes it: with the zeros of all fields that are no pointers.
  private static Deployment deployment() {
    return Deployment.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setName("web")
                .setGenerateName("")
                .setNamespace("")
                .setCreationTimestamp(Time.newBuilder())
                .putLabels("app", "web"))
        .setSpec(
            DeploymentSpec.newBuilder()
                .setReplicas(0)
                .setMinReadySeconds(0)
                .setPaused(false)
                .setSelector(LabelSelector.newBuilder().putMatchLabels("app", "web"))
                .setTemplate(
                    PodTemplateSpec.newBuilder()
                        .setSpec(PodSpec.newBuilder().addContainers(web()))))
        .setStatus(DeploymentStatus.newBuilder().setReplicas(0))
        .build();
  }

  private static Container web() {
    return Container.newBuilder()
        .setName("web")
        .setImage("nginx")
        .addPorts(ContainerPort.newBuilder().setContainerPort(80).setHostPort(0).setProtocol(""))
        .setResources(
            ResourceRequirements.newBuilder()
                .putLimits("cpu", Quantity.newBuilder().setString("1000m").build()))
        .setLivenessProbe(
            Probe.newBuilder()
                .setHandler(
                    ProbeHandler.newBuilder()
                        .setHttpGet(
                            HTTPGetAction.newBuilder()
                                .setPort(
                                    IntOrString.newBuilder()
                                        .setType(0)
                                        .setIntVal(8080)
                                        .setStrVal(""))))
                .setPeriodSeconds(5))
        .setStdin(false)
        .build();
  }

  @Test
  void aDeploymentOfATypedClientIsWhatItsYamlSays() {
    assertThat(read(deployment(), BuiltInKinds.DEPLOYMENT))
        .isEqualTo(
            Json.read(
                """
                {"apiVersion":"apps/v1","kind":"Deployment",
                 "metadata":{"name":"web","labels":{"app":"web"}},
                 "spec":{"replicas":0,"selector":{"matchLabels":{"app":"web"}},
                   "template":{"spec":{"containers":[{"name":"web","image":"nginx",
                     "ports":[{"containerPort":80}],"resources":{"limits":{"cpu":"1"}},
                     "livenessProbe":{"httpGet":{"port":8080},"periodSeconds":5}}]}}},
                 "status":{}}
                """,
                JsonNode.class));
  }

  @Test
  void embeddedMessagesAreFlatInJson() {
    Volume volume =
        Volume.newBuilder()
            .setName("config")
            .setVolumeSource(
                VolumeSource.newBuilder()
                    .setConfigMap(
                        ConfigMapVolumeSource.newBuilder()
                            .setLocalObjectReference(
                                LocalObjectReference.newBuilder().setName("settings"))
                            .setDefaultMode(0)))
            .build();
    var pod =
        io.kubernetes.client.proto.V1.Pod.newBuilder()
            .setSpec(PodSpec.newBuilder().addVolumes(volume))
            .build();

    assertThat(read(pod, BuiltInKinds.POD).at("/spec/volumes/0"))
        .isEqualTo(
            Json.read(
                "{\"name\":\"config\",\"configMap\":{\"name\":\"settings\",\"defaultMode\":0}}",
                JsonNode.class));
  }

  @Test
  void aReleaseOfHelmKeepsItsBytes() {
    Secret secret =
        Secret.newBuilder()
            .setMetadata(ObjectMeta.newBuilder().setName("sh.helm.release.v1.web.v1"))
            .setType("helm.sh/release.v1")
            .putData("release", ByteString.copyFromUtf8("H4sI"))
            .build();

    JsonNode json = read(secret, BuiltInKinds.SECRET);

    assertThat(json.at("/data/release").asString()).isEqualTo("SDRzSQ==");
    assertThat(json.path("type").asString()).isEqualTo("helm.sh/release.v1");
  }

  @Test
  void listsInMapsLoseTheirWrapping() {
    SubjectAccessReview review =
        SubjectAccessReview.newBuilder()
            .setSpec(
                SubjectAccessReviewSpec.newBuilder()
                    .putExtra(
                        "scopes", ExtraValue.newBuilder().addItems("a").addItems("b").build()))
            .build();

    assertThat(
            read(review, GroupVersionKind.of("authorization.k8s.io/v1", "SubjectAccessReview"))
                .at("/spec/extra/scopes"))
        .isEqualTo(Json.read("[\"a\",\"b\"]", JsonNode.class));
  }

  @Test
  void optionsOfADeletionAreRead() {
    DeleteOptions options =
        DeleteOptions.newBuilder().setGracePeriodSeconds(0).addDryRun("All").build();

    JsonNode json =
        decode(
            ProtobufWriter.frame("policy/v1", "DeleteOptions", options.toByteArray()),
            GroupVersionKind.of("v1", "DeleteOptions"));

    assertThat(json.path("gracePeriodSeconds").asInt(-1)).isZero();
    assertThat(json.at("/dryRun/0").asString()).isEqualTo("All");
  }

  @Test
  void repeatedNumbersMayBePacked() {
    var unpacked =
        io.kubernetes.client.proto.V1.PodSecurityContext.newBuilder()
            .addSupplementalGroups(1)
            .addSupplementalGroups(300)
            .build();
    UnknownFieldSet packed =
        UnknownFieldSet.newBuilder()
            .addField(
                4,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFrom(new byte[] {1, (byte) 0xac, 2}))
                    .build())
            .build();
    var type = Kinds.builtIn().findType("io.k8s.api.core.v1.PodSecurityContext").orElseThrow();

    JsonNode expected = Json.read("{\"supplementalGroups\":[1,300]}", JsonNode.class);
    assertThat(new ProtobufReader().read(unpacked.toByteString().asReadOnlyByteBuffer(), type))
        .hasToString(expected.toString());
    assertThat(new ProtobufReader().read(packed.toByteString().asReadOnlyByteBuffer(), type))
        .hasToString(expected.toString());
  }

  @Test
  void aFieldThatNobodyKnowsIsRefused() {
    Message strange =
        deployment().toBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                    .build())
            .build();

    assertThatThrownBy(() -> read(strange, BuiltInKinds.DEPLOYMENT))
        .isInstanceOf(StatusException.class)
        .hasMessageContaining("Deployment has no field with number 99");
  }

  static Stream<Kind> kindsWithMessages() {
    return Kinds.builtIn().all().stream()
        .filter(kind -> kind.type().fields().stream().anyMatch(field -> field.number() != 0));
  }

  @ParameterizedTest
  @MethodSource("kindsWithMessages")
  void everyFieldOfEveryKindComesBack(Kind kind) {
    ObjectNode object = FullObjects.of(kind.type(), 5);
    object
        .put("apiVersion", kind.groupVersionKind().apiVersion())
        .put("kind", kind.groupVersionKind().kind());
    byte[] body =
        ProtobufWriter.frame(
            kind.groupVersionKind().apiVersion(),
            kind.groupVersionKind().kind(),
            ProtobufWriter.write(object, kind.type()));

    assertThat(decode(body, kind.groupVersionKind())).isEqualTo(object);
  }

  @ParameterizedTest
  @MethodSource("kindsWithMessages")
  void whatTheTableWritesUpstreamsMessagesRead(Kind kind) throws Exception {
    String group = kind.group().replaceFirst("[.].*", "");
    if (group.equals("apiregistration")) {
      return;
    }
    String file =
        kind.version().toUpperCase(Locale.ROOT)
            + (group.isEmpty() ? "" : Character.toUpperCase(group.charAt(0)) + group.substring(1));
    Class<?> message =
        Class.forName("io.kubernetes.client.proto." + file + "$" + kind.groupVersionKind().kind());
    byte[] raw = ProtobufWriter.write(FullObjects.of(kind.type(), 5), kind.type());

    Message read = (Message) message.getMethod("parseFrom", byte[].class).invoke(null, raw);

    assertThat(unknownFields(read)).isEmpty();
    assertThat(read.getSerializedSize()).isEqualTo(raw.length);
  }

  private static String unknownFields(Message message) {
    StringBuilder unknown = new StringBuilder();
    if (!message.getUnknownFields().asMap().isEmpty()) {
      unknown.append(message.getDescriptorForType().getFullName()).append(' ');
    }
    for (Object value : message.getAllFields().values()) {
      Iterable<?> values = value instanceof Iterable<?> several ? several : List.of(value);
      for (Object each : values) {
        if (each instanceof Message nested) {
          unknown.append(unknownFields(nested));
        }
      }
    }
    return unknown.toString();
  }

  @Test
  void brokenMessagesAreBadRequestsAndNothingElse() {
    byte[] whole = ProtobufWriter.frame("apps/v1", "Deployment", deployment().toByteArray());
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      byte[] broken = Arrays.copyOf(whole, 4 + random.nextInt(whole.length - 3));
      for (int change = random.nextInt(4); change > 0 && broken.length > 4; change--) {
        broken[4 + random.nextInt(broken.length - 4)] = (byte) random.nextInt();
      }
      try {
        decode(broken, BuiltInKinds.DEPLOYMENT);
      } catch (StatusException _) {
        // That is how they are refused.
      }
    }
  }

  @Test
  void nestingIsBounded() {
    byte[] schema = {};
    for (int i = 0; i < 500; i++) {
      schema = nested(17, schema);
    }
    byte[] body = schema;
    var type =
        Kinds.builtIn()
            .findType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps")
            .orElseThrow();

    assertThatThrownBy(() -> new ProtobufReader().read(ByteBuffer.wrap(body), type))
        .isInstanceOf(UnreadableException.class);
  }

  private static byte[] nested(int number, byte[] inner) {
    return UnknownFieldSet.newBuilder()
        .addField(
            number,
            UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFrom(inner))
                .build())
        .build()
        .toByteArray();
  }
}
