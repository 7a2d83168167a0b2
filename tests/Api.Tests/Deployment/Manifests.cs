using Fovea.Api.Tests.Support;
using k8s;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Fovea.Api.Tests.Deployment;

/// <summary>
/// The manifests in <c>deploy/</c>, read strictly: a field that its kind does not have, or one that is given twice, is an error.
/// </summary>
internal static class Manifests
{
    private static readonly IDeserializer Own = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking().Build();

    private static readonly Dictionary<string, Type> OwnKinds = new()
    {
        ["kustomize.config.k8s.io/v1beta1/Kustomization"] = typeof(KustomizationFile),
        ["kustomize.config.k8s.io/v1alpha1/Component"] = typeof(KustomizationFile),
        ["serving.kserve.io/v1alpha1/ClusterServingRuntime"] = typeof(ClusterServingRuntime),
        ["serving.kserve.io/v1beta1/InferenceService"] = typeof(InferenceService),
        ["monitoring.coreos.com/v1/ServiceMonitor"] = typeof(ServiceMonitor),
    };

    public static string Folder { get; } = Path.Combine(Repository.Root, "deploy");

    /// <summary>Every manifest, relative to <see cref="Folder"/>.</summary>
    public static IEnumerable<string> Files { get; } =
        [.. new[] { "kubernetes", "kserve" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Folder, folder), "*", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal)];

    public static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    /// <summary>The one object of a file.</summary>
    public static T Read<T>(string file) => Assert.IsType<T>(Parse(Text(file)));

    /// <summary>An object of a kind of Kubernetes or of those above; a text without a kind is the adapter's values.</summary>
    public static object Parse(string text)
    {
        var head = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(text);
        if (!head.TryGetValue("kind", out object? kind))
            return Own.Deserialize<AdapterValues>(text);
        return OwnKinds.TryGetValue($"{head["apiVersion"]}/{kind}", out Type? type)
            ? Own.Deserialize(text, type)!
            : Assert.Single(KubernetesYaml.LoadAllFromString(text, null, strict: true));
    }

    /// <summary>The objects of a stream of documents.</summary>
    public static IReadOnlyList<object> ParseAll(string text) => [.. text.Split("\n---\n").Select(Parse)];

    /// <summary>The pod that a serving runtime describes, read as Kubernetes reads one.</summary>
    public static k8s.Models.V1Pod PodOf(ServingRuntimeSpec runtime) =>
        (k8s.Models.V1Pod)Parse(new SerializerBuilder().Build().Serialize(new Dictionary<string, object>
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["spec"] = new Dictionary<string, object> { ["containers"] = runtime.Containers, ["volumes"] = runtime.Volumes },
        }));
}
