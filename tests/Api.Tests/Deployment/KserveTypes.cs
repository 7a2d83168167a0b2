namespace Fovea.Api.Tests.Deployment;

/// <summary>Name and labels of a resource.</summary>
public sealed class ResourceName
{
    public string? Name { get; set; }

    public Dictionary<string, string> Labels { get; set; } = [];
}

/// <summary>
/// A <c>ClusterServingRuntime</c>, after KServe's pkg/apis/serving/v1alpha1/servingruntime_types.go; fields that are not listed are errors.
/// </summary>
public sealed class ClusterServingRuntime
{
    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public ResourceName Metadata { get; set; } = new();

    public ServingRuntimeSpec Spec { get; set; } = new();
}

/// <summary>What a runtime serves, and its pod. Containers and volumes are those of Kubernetes and are checked as such.</summary>
public sealed class ServingRuntimeSpec
{
    public List<SupportedModelFormat> SupportedModelFormats { get; set; } = [];

    public bool? MultiModel { get; set; }

    public bool? Disabled { get; set; }

    public List<string> ProtocolVersions { get; set; } = [];

    public List<object> Containers { get; set; } = [];

    public List<object> Volumes { get; set; } = [];

    public Dictionary<string, string> NodeSelector { get; set; } = [];

    public Dictionary<string, string> Labels { get; set; } = [];

    public Dictionary<string, string> Annotations { get; set; } = [];
}

/// <summary>A model format that a runtime takes.</summary>
public sealed class SupportedModelFormat
{
    public string? Name { get; set; }

    public string? Version { get; set; }

    public bool? AutoSelect { get; set; }

    public int? Priority { get; set; }
}

/// <summary>An <c>InferenceService</c>, after KServe's pkg/apis/serving/v1beta1; fields that are not listed are errors.</summary>
public sealed class InferenceService
{
    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public ResourceName Metadata { get; set; } = new();

    public InferenceServiceSpec Spec { get; set; } = new();
}

/// <summary>The parts of a service: here the predictor alone.</summary>
public sealed class InferenceServiceSpec
{
    public PredictorSpec Predictor { get; set; } = new();
}

/// <summary>How many replicas predict, and which model.</summary>
public sealed class PredictorSpec
{
    public int? MinReplicas { get; set; }

    public int? MaxReplicas { get; set; }

    public string? ScaleMetric { get; set; }

    public int? ScaleTarget { get; set; }

    public ModelSpec Model { get; set; } = new();
}

/// <summary>A model, its runtime, and what differs in the runtime's container.</summary>
public sealed class ModelSpec
{
    public ModelFormat ModelFormat { get; set; } = new();

    public string? Runtime { get; set; }

    public string? ProtocolVersion { get; set; }

    public string? StorageUri { get; set; }

    public List<string> Args { get; set; } = [];

    public List<ContainerPort> Ports { get; set; } = [];
}

/// <summary>The format of a model.</summary>
public sealed class ModelFormat
{
    public string? Name { get; set; }

    public string? Version { get; set; }
}

/// <summary>A port of a container.</summary>
public sealed class ContainerPort
{
    public string? Name { get; set; }

    [YamlDotNet.Serialization.YamlMember(Alias = "containerPort", ApplyNamingConventions = false)]
    public int? ContainerPortNumber { get; set; }

    public string? Protocol { get; set; }
}
