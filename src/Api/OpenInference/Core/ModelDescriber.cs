using Fovea.Api.OpenInference.Core.Contracts;
using Fovea.Api.OpenInference.Core.Inference;
using Fovea.Api.OpenInference.Core.Tensors;
using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Preprocessing;
using Fovea.Models.Repository;

namespace Fovea.Api.OpenInference.Core;

/// <summary>How a model is described to callers of the protocol, by REST and by gRPC alike.</summary>
internal static class ModelDescriber
{
    /// <summary>The protocol's name for models in ONNX files.</summary>
    public const string Platform = "onnx_onnxv1";

    public static ModelMetadata Metadata(HostedModel model, ModelRepository repository)
    {
        TensorMetadata[] inputs = [.. model.Graph.Inputs.Select(Describe)];
        return new ModelMetadata
        {
            Name = model.Name,
            Versions =
            [
                .. repository.Models.Where(entry => entry.Name == model.Name && entry.Status.Model is not null)
                    .Select(entry => entry.Version),
            ],
            Platform = Platform,
            Inputs = ImageInput.IsTakenBy(model)
                ? [.. inputs, new TensorMetadata { Name = ImageInput.Name, Datatype = Datatypes.Bytes, Shape = [-1] }]
                : inputs,
            Outputs = [.. model.Graph.Outputs.Select(Describe)],
        };
    }

    public static ModelConfiguration Configuration(HostedModel model) => new()
    {
        Name = model.Name,
        Platform = Platform,
        Backend = ServerIdentity.Name,
        Input =
        [
            .. model.Graph.Inputs.Select(input => new ConfiguredInput
            {
                Name = input.Name, DataType = TypeName(input), Format = Format(model), Dims = ShapeText.Extents(input.Shape),
            }),
        ],
        Output =
        [
            .. model.Graph.Outputs.Select(output => new ConfiguredOutput
            {
                Name = output.Name, DataType = TypeName(output), Dims = ShapeText.Extents(output.Shape), LabelFilename = LabelsFile(model),
            }),
        ],
        DefaultModelFilename = Path.GetFileName(model.Package.ModelPath),
    };

    private static TensorMetadata Describe(ModelValue value) =>
        new() { Name = value.Name, Datatype = Datatypes.NameOf(value.ElementType), Shape = ShapeText.Extents(value.Shape) };

    private static string TypeName(ModelValue value) => $"TYPE_{Datatypes.NameOf(value.ElementType)}";

    private static string Format(HostedModel model) => model.Inputs.Preprocessing?.Spec.Layout switch
    {
        TensorLayout.Nchw => "FORMAT_NCHW",
        TensorLayout.Nhwc => "FORMAT_NHWC",
        _ => "FORMAT_NONE",
    };

    /// <summary>The file alone, without the field that follows it.</summary>
    private static string LabelsFile(HostedModel model) =>
        model.Task is not null && model.Package.LabelsSource is { } source ? source.Split(' ', ',', ':')[0] : "";
}
