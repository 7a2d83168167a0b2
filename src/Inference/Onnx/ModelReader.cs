using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tensors;
using Google.Protobuf;

namespace Fovea.Inference.Onnx;

/// <summary>
/// Reads an ONNX ModelProto and the table of the tensor data that stays in the file, and checks that the file is an ONNX model.
/// </summary>
internal static class ModelReader
{
    /// <exception cref="InvalidModelException">
    /// The file is no ONNX model; what it is instead is named where its first bytes tell.
    /// </exception>
    /// <exception cref="LoadLimitException">The file has more than allowed.</exception>
    public static (ModelProto Model, RawDataTable RawData) Read(ByteSource source, LoadBudget budget)
    {
        try
        {
            return Parse(source, budget);
        }
        catch (InvalidModelException error) when (error is not LoadLimitException && FileSignature.Describe(source) is { } found)
        {
            throw new InvalidModelException($"The file is no ONNX model. {found}", error);
        }
    }

    private static (ModelProto Model, RawDataTable RawData) Parse(ByteSource source, LoadBudget budget)
    {
        (ModelProto Model, RawDataTable RawData) parsed;
        try
        {
            parsed = ModelParser.Parse(source, budget);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new InvalidModelException($"The file is truncated or is no ONNX model: {error.Message}", error);
        }

        ModelProto model = parsed.Model;
        if (model.Graph is null || model.Graph.Node.Count + model.Graph.Output.Count == 0)
            throw new InvalidModelException("The file holds no ONNX graph: it is empty, truncated, or no ONNX model.");
        if (model.Graph.Output.Count == 0)
            throw new InvalidModelException("The graph has no outputs; the file may be truncated.");
        return parsed;
    }
}
