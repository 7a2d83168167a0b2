using System.Text.Json;
using Fovea.Api.Contracts;
using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Inputs;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Repository;

namespace Fovea.Api.Endpoints;

/// <summary>How models are described in answers.</summary>
internal static class ModelDescription
{
    public static ModelSummary Summary(ModelEntry entry, ModelRepository repository, PathString pathBase)
    {
        ModelStatus status = entry.Status;
        return new ModelSummary
        {
            Name = entry.Name,
            Version = entry.Version,
            State = status.State,
            Reason = status.Reason,
            Bundled = entry.Bundled,
            Task = status.Model is { } model ? TaskName(model) : null,
            Href = Href(entry, repository, pathBase, ""),
        };
    }

    public static ModelDetails Details(ModelEntry entry, ModelRepository repository, PathString pathBase)
    {
        ModelStatus status = entry.Status;
        var details = new ModelDetails
        {
            Name = entry.Name,
            Version = entry.Version,
            Versions = [.. repository.Models.Where(other => other.Name == entry.Name).Select(other => other.Version)],
            State = status.State,
            Reason = status.Reason,
            Bundled = entry.Bundled,
            LayersHref = Href(entry, repository, pathBase, "/layers"),
        };
        return status.Model is { } model ? WithModel(details, model) : details;
    }

    /// <summary>The version, where a request must name it: null for the one that answers without.</summary>
    public static string? VersionToName(ModelEntry entry, ModelRepository repository) =>
        repository.Find(entry.Name, null) == entry ? null : entry.Version;

    /// <summary>What can be asked of a model: its task, else what is possible without one.</summary>
    public static string TaskName(HostedModel model) =>
        model.Task?.Task.Name ?? (model.Inputs.Preprocessing is not null ? ModelDetails.FeatureMapsOnly : ModelDetails.TensorsOnly);

    /// <summary>Adds to an answer what is known of a loaded model.</summary>
    public static T WithFacts<T>(T answer, HostedModel model)
        where T : ModelFacts
    {
        ResolvedPreprocessing? preprocessing = model.Inputs.Preprocessing;
        ModelFacts facts = answer with
        {
            Task = TaskName(model),
            Inputs = [.. model.Graph.Inputs.Select(Describe)],
            Outputs = [.. model.Graph.Outputs.Select(Describe)],
            Preprocessing = Preprocessing(model),
            Advice = preprocessing?.Assumed?.Advice(model.Package.SettingsFile),
            FoveaJson = preprocessing?.Assumed is { } assumed ? JsonElement.Parse(assumed.FoveaJson) : null,
            Notes = [.. model.Notes.OrderByDescending(note => note.Severity).Select(Describe)],
            Parameters = model.Graph.ParameterCount,
            MultiplyAdds = model.Layers.Count == 0 ? null : model.Layers.Sum(layer => layer.MultiplyAdds ?? 0) / model.Inputs.Batch,
            Quantization = Quantization(model),
        };
        return (T)facts;
    }

    /// <summary>How an image becomes the input; null where the input is no image.</summary>
    public static IReadOnlyList<PreprocessingInfo>? Preprocessing(HostedModel model) =>
        model.Inputs.Preprocessing is { } preprocessing ? [.. preprocessing.Settings.Select(Describe)] : null;

    // Null where nothing is quantised.
    private static QuantizationInfo? Quantization(HostedModel model)
    {
        LayerInfo[] integers = [.. model.Layers.Where(layer => layer.UsesIntegers)];
        LayerInfo[] quantized = [.. model.Layers.Where(layer => layer.Scale is not null)];
        RealLayersInfo[] real = [.. RealLayers(model)];
        // Bytes that are only moved, such as an image's, are no quantised network.
        if (quantized.Length == 0 && real.Length == 0 && !integers.Any(layer => layer.MultiplyAdds > 0))
            return null;
        return new QuantizationInfo
        {
            Types =
            [
                .. model.Layers.Select(layer => layer.ElementType)
                    .Where(type => type is ElementType.UInt8 or ElementType.Int8).Distinct().Order()
                    .Select(type => type.ToString().ToLowerInvariant()),
            ],
            Steps = integers.Select(layer => layer.FusedInto ?? layer.Name).Distinct(StringComparer.Ordinal).Count(),
            MultiplyAdds = integers.Sum(layer => layer.MultiplyAdds ?? 0) / model.Inputs.Batch,
            RealLayers = real.Length == 0 ? null : real,
        };
    }

    private static IEnumerable<RealLayersInfo> RealLayers(HostedModel model) => model.Layers
        .Where(layer => layer.WhyNotIntegers is not null).GroupBy(layer => layer.WhyNotIntegers!, StringComparer.Ordinal)
        .Select(layers => new RealLayersInfo
        {
            Reason = layers.Key,
            Layers = layers.Count(),
            First = LayerName.Shown(layers.First().Name),
        });

    private static ModelDetails WithModel(ModelDetails details, HostedModel model) => WithFacts(details, model) with
    {
        Opset = model.Graph.OpsetVersion,
        Assumed = model.Inputs.Preprocessing is { } resolved ? resolved.Assumed is not null : null,
        TaskDetails = model.Task is { Task.DetailsType: { } type, Details: { } found }
            ? JsonSerializer.SerializeToElement(found, type).EnumerateObject().ToDictionary(member => member.Name, member => member.Value)
            : null,
        LabelsSource = model.Package.LabelsSource,
        Memory = new MemoryUsage
        {
            Weights = model.Memory.ConstantBytes,
            Activations = model.Memory.ArenaBytes,
            Plan = model.Memory.PlanBytes,
            Objects = model.Memory.ObjectBytes,
            Total = model.Memory.TotalBytes,
        },
        SelfTests = model.Package.SelfTests.Count,
    };

    private static PreprocessingInfo Describe(PreprocessingSetting setting) => new()
    {
        Name = setting.Name,
        Value = setting.Value,
        Source = setting.Source,
        Assumed = setting.Assumed,
    };

    private static NoteInfo Describe(PackageNote note) => new()
    {
        Severity = note.Severity,
        File = note.File,
        Field = note.Field,
        Text = note.Text,
    };

    private static ModelValueInfo Describe(ModelValue value) => new()
    {
        Name = value.Name,
        Type = value.ElementType.ToString().ToLowerInvariant(),
        Shape = value.Shape.Dimensions is { } dimensions ? [.. dimensions.Select(d => d.Value ?? -1)] : null,
    };

    private static string Href(ModelEntry entry, ModelRepository repository, PathString pathBase, string below)
    {
        string address = $"{pathBase}/models/{Uri.EscapeDataString(entry.Name)}{below}";
        return VersionToName(entry, repository) is { } version ? $"{address}?version={version}" : address;
    }
}
