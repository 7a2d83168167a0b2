using Fovea.Api.OpenInference.Core.Contracts;
using Fovea.Api.OpenInference.Core.Signatures;
using Fovea.Api.OpenInference.Core.Tensors;
using Fovea.Models.Preprocessing;
using Fovea.Models.Repository;

namespace Fovea.Api.OpenInference.Core;

/// <summary>How a model is described to callers of the protocol, by REST and by gRPC alike.</summary>
internal static class ModelDescriber
{
    /// <summary>The protocol's name for models in ONNX files.</summary>
    public const string Platform = "onnx_onnxv1";

    /// <summary>
    /// The parameter, in metadata over REST and in the configuration, that names the model of the images of a model of tensors.
    /// </summary>
    public const string ImageModel = "image_model";

    private const string TypePrefix = "TYPE_";

    public static ModelMetadata Metadata(ModelSignature signature, ModelRepository repository) => new()
    {
        Name = signature.Name,
        Versions =
        [
            .. repository.Models.Where(entry => entry.Name == signature.Model.Name && IsReady(entry, signature))
                .Select(entry => entry.Version),
        ],
        Platform = Platform,
        Inputs = signature.Inputs,
        Outputs = signature.Outputs,
        Parameters = signature.ImageModel is { } name ? new Dictionary<string, string> { [ImageModel] = name } : null,
    };

    public static ModelConfiguration Configuration(ModelSignature signature) => new()
    {
        Name = signature.Name,
        Platform = Platform,
        Backend = ServerIdentity.Name,
        Input =
        [
            .. signature.Inputs.Select(input => new ConfiguredInput
            {
                Name = input.Name, DataType = TypeName(input), Format = Format(signature), Dims = input.Shape,
            }),
        ],
        Output =
        [
            .. signature.Outputs.Select(output => new ConfiguredOutput
            {
                Name = output.Name, DataType = TypeName(output), Dims = output.Shape, LabelFilename = LabelsFile(signature, output),
            }),
        ],
        DefaultModelFilename = Path.GetFileName(signature.Model.Package.ModelPath),
        Parameters = signature.ImageModel is { } name
            ? new Dictionary<string, ConfiguredParameter> { [ImageModel] = new() { StringValue = name } }
            : [],
    };

    private static bool IsReady(ModelEntry entry, ModelSignature signature) =>
        entry.Status.Model is { } model && (!signature.OfImages || ImageInput.IsTakenBy(model));

    // Triton's configuration has another name for BYTES.
    private static string TypeName(TensorMetadata tensor) =>
        TypePrefix + (tensor.Datatype == Datatypes.Bytes ? "STRING" : tensor.Datatype);

    private static string Format(ModelSignature signature) => signature.OfImages
        ? "FORMAT_NONE"
        : signature.Model.Inputs.Preprocessing?.Spec.Layout switch
        {
            TensorLayout.Nchw or TensorLayout.Chw => "FORMAT_NCHW",
            TensorLayout.Nhwc or TensorLayout.Hwc => "FORMAT_NHWC",
            _ => "FORMAT_NONE",
        };

    /// <summary>The file alone, without the field that follows it; the task's answer has its labels in it.</summary>
    private static string LabelsFile(ModelSignature signature, TensorMetadata output) =>
        signature.Model.Task is not null && output.Datatype != Datatypes.Bytes && signature.Model.Package.LabelsSource is { } source
            ? source.Split(' ', ',', ':')[0]
            : "";
}
