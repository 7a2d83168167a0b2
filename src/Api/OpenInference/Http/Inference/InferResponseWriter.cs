using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fovea.Api.Http;
using Fovea.Api.OpenInference.Core.Inference;
using Fovea.Api.OpenInference.Core.Signatures;
using Fovea.Api.OpenInference.Http.Tensors;

namespace Fovea.Api.OpenInference.Http.Inference;

/// <summary>Writes an answer: JSON, and behind it the bytes of the outputs that are asked for as bytes.</summary>
internal static class InferResponseWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(HttpContext context, ModelSignature signature, string? id, IReadOnlyList<OutputValue> outputs)
    {
        ReadOnlyMemory<byte>[] tail = [.. outputs.Where(output => output.Binary).Select(output => output.Bytes)];
        using var json = new PooledBufferWriter();
        using (var writer = new Utf8JsonWriter(json, Options))
            Write(writer, signature, id, outputs);

        HttpResponse response = context.Response;
        response.ContentType = tail.Length > 0 ? "application/octet-stream" : "application/json";
        response.Headers.CacheControl = "no-store";
        if (tail.Length > 0)
            response.Headers[InferBody.HeaderLength] = json.Written.Length.ToString(CultureInfo.InvariantCulture);
        response.ContentLength = json.Written.Length + tail.Sum(bytes => (long)bytes.Length);
        await response.Body.WriteAsync(json.Written, context.RequestAborted);
        foreach (ReadOnlyMemory<byte> bytes in tail)
            await response.Body.WriteAsync(bytes, context.RequestAborted);
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
