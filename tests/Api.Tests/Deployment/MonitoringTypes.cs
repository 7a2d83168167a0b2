using YamlDotNet.Serialization;

namespace Fovea.Api.Tests.Deployment;

/// <summary>A <c>ServiceMonitor</c> of the Prometheus operator (monitoring.coreos.com/v1), as far as it is used here.</summary>
public sealed class ServiceMonitor
{
    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public ResourceName Metadata { get; set; } = new();

    public ServiceMonitorSpec Spec { get; set; } = new();
}

/// <summary>Which services are asked for metrics, and where.</summary>
public sealed class ServiceMonitorSpec
{
    public LabelSelection Selector { get; set; } = new();

    public List<MonitoredEndpoint> Endpoints { get; set; } = [];
}

/// <summary>Labels that must match.</summary>
public sealed class LabelSelection
{
    public Dictionary<string, string> MatchLabels { get; set; } = [];
}

/// <summary>A named port of a service, and the address of its metrics.</summary>
public sealed class MonitoredEndpoint
{
    public string? Port { get; set; }

    public string? Path { get; set; }

    public string? Interval { get; set; }
}

/// <summary>
/// The values of the chart prometheus-adapter, as far as they are used here (its README; the rules: prometheus-adapter, docs/config.md).
/// </summary>
public sealed class AdapterValues
{
    public AdapterRules Rules { get; set; } = new();
}

/// <summary>Rules beside the chart's own.</summary>
public sealed class AdapterRules
{
    public List<AdapterRule> Custom { get; set; } = [];
}

/// <summary>Makes a metric of the Kubernetes API from a series of Prometheus.</summary>
public sealed class AdapterRule
{
    public string? SeriesQuery { get; set; }

    public AdapterResources Resources { get; set; } = new();

    public AdapterName Name { get; set; } = new();

    public string? MetricsQuery { get; set; }
}

/// <summary>Which labels of the series name which resources.</summary>
public sealed class AdapterResources
{
    public Dictionary<string, AdapterResource> Overrides { get; set; } = [];
}

/// <summary>A resource of Kubernetes.</summary>
public sealed class AdapterResource
{
    public string? Resource { get; set; }
}

/// <summary>The name of the metric that is made.</summary>
public sealed class AdapterName
{
    public string? Matches { get; set; }

    [YamlMember(Alias = "as", ApplyNamingConventions = false)]
    public string? As { get; set; }
}
