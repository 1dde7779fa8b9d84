package dev.gantry.kube.printing;

import static dev.gantry.kube.printing.Rows.cells;
import static dev.gantry.kube.printing.Rows.names;
import static dev.gantry.kube.printing.Rows.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.kube.objects.KubeObject;
import org.junit.jupiter.api.Test;

/// Cells as upstream prints them for the same objects.
class KindColumnsTest {
  private static final String TEMPLATE =
      "'template':{'spec':{'containers':[{'name':'a','image':'a:1'},{'name':'b','image':'b:1'}]}}";

  @Test
  void deployment() {
    KubeObject deployment =
        object(
            "apps/v1",
            "Deployment",
            "'spec':{'replicas':3,'selector':{'matchLabels':{'app':'web'},'matchExpressions':["
                + "{'key':'tier','operator':'In','values':['b','a']},"
                + "{'key':'x','operator':'Exists'}]},"
                + TEMPLATE
                + "},'status':{'readyReplicas':1,'updatedReplicas':2,'availableReplicas':1}");
    assertThat(names(deployment))
        .containsExactly(
            "Name", "Ready", "Up-to-date", "Available", "Age", "Containers", "Images", "Selector");
    assertThat(cells(deployment))
        .containsExactly(
            "web", "1/3", "2", "1", "65m", "a,b", "a:1,b:1", "app=web,tier in (a,b),x");
  }

  @Test
  void replicaSetAndReplicationController() {
    assertThat(
            cells(
                object(
                    "apps/v1",
                    "ReplicaSet",
                    "'spec':{'replicas':3,'selector':{},"
                        + TEMPLATE
                        + "},'status':{'replicas':2}")))
        .containsExactly("web", "3", "2", "0", "65m", "a,b", "a:1,b:1", "<none>");
    assertThat(
            cells(
                object(
                    "v1",
                    "ReplicationController",
                    "'spec':{'replicas':1,'selector':{'b':'2','a':'1'}}")))
        .containsExactly("web", "1", "0", "0", "65m", "", "", "a=1,b=2");
  }

  @Test
  void jobsAndCronJobs() {
    assertThat(
            cells(
                object(
                    "batch/v1",
                    "Job",
                    "'spec':{'completions':5},'status':{'succeeded':2,"
                        + "'startTime':'2026-01-01T11:57:00Z'}")))
        .startsWith("web", "Running", "2/5", "3m", "65m");
    assertThat(
            cells(
                object(
                    "batch/v1",
                    "Job",
                    "'spec':{'parallelism':2},'status':{'conditions':[{'type':'Complete',"
                        + "'status':'True'}],'startTime':'2026-01-01T11:57:00Z',"
                        + "'completionTime':'2026-01-01T11:57:30Z'}")))
        .startsWith("web", "Complete", "0/1 of 2", "30s");
    assertThat(
            cells(object("batch/v1", "CronJob", "'spec':{'schedule':'* * * * *','suspend':false}")))
        .startsWith("web", "* * * * *", "<none>", "False", "0", "<none>", "65m");
  }

  @Test
  void services() {
    assertThat(
            cells(
                object(
                    "v1",
                    "Service",
                    """
                    'spec':{'type':'NodePort','clusterIP':'10.1.0.1','clusterIPs':['10.1.0.1'],
                      'ports':[{'port':80,'nodePort':31234,'protocol':'TCP'},
                               {'port':53,'protocol':'UDP'}],'selector':{'app':'web'}}
                    """)))
        .containsExactly(
            "web", "NodePort", "10.1.0.1", "<none>", "80:31234/TCP,53/UDP", "65m", "app=web");
    assertThat(cells(object("v1", "Service", "'spec':{'type':'LoadBalancer'}")))
        .startsWith("web", "LoadBalancer", "<none>", "<pending>", "<none>");
    assertThat(
            cells(
                object(
                    "v1",
                    "Service",
                    "'spec':{'type':'LoadBalancer'},'status':{'loadBalancer':{'ingress':["
                        + "{'ip':'192.0.2.1'},{'hostname':'h'}]}}")))
        .contains("192.0.2.1,h");
    assertThat(
            cells(
                object(
                    "v1", "Service", "'spec':{'type':'ExternalName','externalName':'a.example'}")))
        .startsWith("web", "ExternalName", "<none>", "a.example", "<none>");
  }

  @Test
  void endpointsAndSlices() {
    assertThat(
            cells(
                object(
                    "v1",
                    "Endpoints",
                    "'subsets':[{'addresses':[{'ip':'10.0.0.1'},{'ip':'10.0.0.2'},"
                        + "{'ip':'10.0.0.3'},{'ip':'fd00::1'}],'ports':[{'port':80}]}]")))
        .containsExactly("web", "10.0.0.1:80,10.0.0.2:80,10.0.0.3:80 + 1 more...", "65m");
    assertThat(cells(object("v1", "Endpoints", ""))).containsExactly("web", "<none>", "65m");
    assertThat(
            cells(
                object(
                    "discovery.k8s.io/v1",
                    "EndpointSlice",
                    "'addressType':'IPv4','ports':[{'port':80},{'name':'x'}],"
                        + "'endpoints':[{'addresses':['10.0.0.1']}]")))
        .containsExactly("web", "IPv4", "80,*", "10.0.0.1", "65m");
  }

  @Test
  void nodes() {
    assertThat(
            cells(
                object(
                    "v1",
                    "Node",
                    """
                    'metadata':{'labels':{'node-role.kubernetes.io/worker':'',
                      'node-role.kubernetes.io/control-plane':'','kubernetes.io/role':'x'}},
                    'spec':{'unschedulable':true},
                    'status':{'conditions':[{'type':'Ready','status':'True'}],
                      'addresses':[{'type':'InternalIP','address':'10.0.0.9'}],
                      'nodeInfo':{'kubeletVersion':'v1.34.1','kernelVersion':'6.1'}}
                    """)))
        .containsExactly(
            "web",
            "Ready,SchedulingDisabled",
            "control-plane,worker,x",
            "65m",
            "v1.34.1",
            "10.0.0.9",
            "<none>",
            "<unknown>",
            "6.1",
            "<unknown>");
    assertThat(cells(object("v1", "Node", ""))).startsWith("web", "Unknown", "<none>");
  }

  @Test
  void eventsOfBothVersions() {
    assertThat(
            cells(
                object(
                    "v1",
                    "Event",
                    """
                    'type':'Warning','reason':'BackOff','message':'Back-off restarting\\n',
                    'involvedObject':{'kind':'Pod','name':'p','fieldPath':'spec.containers{a}'},
                    'source':{'component':'kubelet','host':'n1'},'count':4,
                    'firstTimestamp':'2026-01-01T11:00:00Z','lastTimestamp':'2026-01-01T11:59:15Z'
                    """)))
        .containsExactly(
            "45s",
            "Warning",
            "BackOff",
            "pod/p",
            "spec.containers{a}",
            "kubelet, n1",
            "Back-off restarting",
            "60m",
            "4",
            "web");
    assertThat(
            cells(
                object(
                    "events.k8s.io/v1",
                    "Event",
                    """
                    'type':'Normal','reason':'Scheduled','note':'Assigned',
                    'regarding':{'kind':'Pod','name':'p'},'reportingController':'default-scheduler',
                    'eventTime':'2026-01-01T11:59:00.123456Z'
                    """)))
        .containsExactly(
            "59s",
            "Normal",
            "Scheduled",
            "pod/p",
            "",
            "default-scheduler",
            "Assigned",
            "59s",
            "1",
            "web");
  }

  @Test
  void configurationAndAccess() {
    assertThat(cells(object("v1", "Secret", "'type':'Opaque','data':{'a':'YQ=='}")))
        .containsExactly("web", "Opaque", "1", "65m");
    assertThat(cells(object("v1", "Namespace", "'status':{'phase':'Active'}")))
        .containsExactly("web", "Active", "65m");
    assertThat(cells(object("v1", "ServiceAccount", ""))).containsExactly("web", "0", "65m");
    assertThat(cells(object("rbac.authorization.k8s.io/v1", "ClusterRole", "")))
        .containsExactly("web", "2026-01-01T10:55:00Z");
    assertThat(
            cells(
                object(
                    "rbac.authorization.k8s.io/v1",
                    "RoleBinding",
                    """
                    'roleRef':{'kind':'ClusterRole','name':'edit'},'subjects':[
                      {'kind':'User','name':'u'},{'kind':'User','name':'v'},
                      {'kind':'ServiceAccount','namespace':'ns','name':'s'}]
                    """)))
        .containsExactly("web", "ClusterRole/edit", "65m", "u, v", "", "ns/s");
    assertThat(cells(object("coordination.k8s.io/v1", "Lease", "'spec':{'holderIdentity':'n1'}")))
        .containsExactly("web", "n1", "65m");
  }

  @Test
  void storage() {
    assertThat(
            cells(
                object(
                    "v1",
                    "PersistentVolumeClaim",
                    """
                    'spec':{'volumeName':'v','storageClassName':'local','volumeMode':'Filesystem'},
                    'status':{'phase':'Bound','capacity':{'storage':'1Gi'},
                      'accessModes':['ReadWriteOnce','ReadOnlyMany']}
                    """)))
        .containsExactly(
            "web", "Bound", "v", "1Gi", "RWO,ROX", "local", "<unset>", "65m", "Filesystem");
    assertThat(
            cells(
                object(
                    "storage.k8s.io/v1",
                    "StorageClass",
                    "'metadata':{'annotations':{'storageclass.kubernetes.io/is-default-class':"
                        + "'true'}},'provisioner':'p'")))
        .containsExactly("web (default)", "p", "Delete", "Immediate", "false", "65m");
  }

  @Test
  void budgetsAndAutoscalers() {
    assertThat(cells(object("policy/v1", "PodDisruptionBudget", "'spec':{'minAvailable':'50%'}")))
        .containsExactly("web", "50%", "N/A", "0", "65m");
    assertThat(
            cells(
                object(
                    "autoscaling/v2",
                    "HorizontalPodAutoscaler",
                    """
                    'spec':{'scaleTargetRef':{'kind':'Deployment','name':'d'},'maxReplicas':5,
                      'metrics':[{'type':'Resource','resource':{'name':'cpu',
                        'target':{'averageUtilization':50}}}]},
                    'status':{'currentMetrics':[{'type':'Resource','resource':{'name':'cpu',
                        'current':{'averageUtilization':12}}}],'currentReplicas':2}
                    """)))
        .containsExactly("web", "Deployment/d", "cpu: 12%/50%", "<unset>", "5", "2", "65m");
  }

  @Test
  void kindsWithoutColumnsOfTheirOwnTellWhenTheyWereMade() {
    assertThat(names(object("v1", "LimitRange", ""))).containsExactly("Name", "Created At");
  }
}
