using System.Text.Encodings.Web;
using System.Text.Json;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Api.OpenInference.Core.Inference;
using Fovea.Api.OpenInference.Core.Signatures;
using Fovea.Api.OpenInference.Http.Tensors;

namespace Fovea.Api.OpenInference.Http.Inference;

/// <summary>Makes an answer: JSON, and behind it the bytes of the outputs that are asked for as bytes.</summary>
internal static class InferResponseWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the answer.</summary>
    /// <exception cref="ApiException">It would have too many numbers as JSON.</exception>
    public static InferResponse Make(ModelSignature signature, string? id, IReadOnlyList<OutputValue> outputs)
    {
        long elements = outputs.Where(output => !output.Binary).Sum(output => output.Shape.ElementCount);
        if (elements > InferLimits.MaxTextElements)
            throw new ApiException(
                ErrorCodes.InvalidParameter,
                $"The outputs have {elements} elements; at most {InferLimits.MaxTextElements} are written as JSON. Ask for them as " +
                $"bytes, with the parameter '{InferParameters.BinaryDataOutput}' of the request.");
        var json = new PooledBufferWriter();
        try
        {
            using (var writer = new Utf8JsonWriter(json, Options))
                Write(writer, signature, id, outputs);
            return new InferResponse(json, [.. outputs.Where(output => output.Binary).Select(output => output.Bytes)]);
        }
        catch
        {
            json.Dispose();
            throw;
        }
    }

    private static void Write(Utf8JsonWriter writer, ModelSignature signature, string? id, IReadOnlyList<OutputValue> outputs)
    {
        writer.WriteStartObject();
        writer.WriteString("model_name", signature.Name);
        writer.WriteString("model_version", signature.Version);
        if (id is not null)
            writer.WriteString("id", id);
        writer.WriteStartArray("outputs");
        foreach (OutputValue output in outputs)
            Write(writer, output);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, OutputValue output)
    {
        writer.WriteStartObject();
        writer.WriteString("name", output.Name);
        writer.WriteString("datatype", output.Datatype);
        writer.WriteStartArray("shape");
        foreach (long extent in output.Shape)
            writer.WriteNumberValue(extent);
        writer.WriteEndArray();
        if (output.Binary)
        {
            writer.WriteStartObject("parameters");
            writer.WriteNumber(InferParameters.BinaryDataSize, output.Bytes.Length);
            writer.WriteEndObject();
        }
        else
        {
            writer.WritePropertyName("data");
            WriteElements(writer, output);
        }

        writer.WriteEndObject();
    }

    private static void WriteElements(Utf8JsonWriter writer, OutputValue output)
    {
        if (output.Tensor is { } tensor)
        {
            TensorJsonWriter.Write(writer, tensor);
            return;
        }

        writer.WriteStartArray();
        foreach (string text in output.Strings!)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
