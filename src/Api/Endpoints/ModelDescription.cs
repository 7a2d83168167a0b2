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

    private static ModelDetails WithModel(ModelDetails details, HostedModel model) => details with
    {
        Task = TaskName(model),
        Opset = model.Graph.OpsetVersion,
        Inputs = [.. model.Graph.Inputs.Select(Describe)],
        Outputs = [.. model.Graph.Outputs.Select(Describe)],
        Preprocessing = model.Inputs.Preprocessing is { } preprocessing
            ? [.. preprocessing.Settings.Select(Describe)]
            : null,
        Assumed = model.Inputs.Preprocessing is { } resolved ? resolved.Assumed is not null : null,
        Advice = model.Inputs.Preprocessing?.Assumed?.Advice(model.Package.SettingsFile),
        FoveaJson = model.Inputs.Preprocessing?.Assumed is { } assumed ? JsonElement.Parse(assumed.FoveaJson) : null,
        Notes = [.. model.Notes.OrderByDescending(note => note.Severity).Select(Describe)],
        TaskDetails = model.Task is { Task.DetailsType: { } type, Details: { } found }
            ? JsonSerializer.SerializeToElement(found, type).EnumerateObject().ToDictionary(member => member.Name, member => member.Value)
            : null,
        LabelsSource = model.Package.LabelsSource,
        Parameters = model.Graph.ParameterCount,
        MultiplyAdds = model.Layers.Count == 0 ? null : model.Layers.Sum(layer => layer.MultiplyAdds ?? 0) / model.Inputs.Batch,
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

    /// <summary>What can be asked of a model: its task, else what is possible without one.</summary>
    private static string TaskName(HostedModel model) =>
        model.Task?.Task.Name ?? (model.Inputs.Preprocessing is not null ? ModelDetails.FeatureMapsOnly : ModelDetails.TensorsOnly);

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
