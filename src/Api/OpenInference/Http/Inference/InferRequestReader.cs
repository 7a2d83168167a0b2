using System.Text.Json;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Api.OpenInference.Core.Inference;

namespace Fovea.Api.OpenInference.Http.Inference;

/// <summary>
/// Reads the JSON of a request token by token; no document is built. Members may come in any order; those that nobody knows are
/// passed over, as are those that are null. Sizes follow from the bytes that are there, never from a number that is only declared.
/// </summary>
internal static class InferRequestReader
{
    private const string Request = "request";

    /// <summary>Reads a request.</summary>
    /// <param name="json">The JSON object.</param>
    /// <param name="binary">The bytes behind it, which inputs with a binary_data_size take in order; null when no length of the JSON was
    /// declared.</param>
    /// <param name="share">The request's share of the budget for bodies.</param>
    /// <exception cref="ApiException">It is no request as the protocol has it.</exception>
    public static InferRequest Read(ReadOnlyMemory<byte> json, ReadOnlyMemory<byte>? binary, UploadShare share)
    {
        var request = new InferRequest();
        try
        {
            var tail = new BinaryTail(binary, share, json.Length);
            var reader = new Utf8JsonReader(JsonText.Utf8(json.Span));
            Read(ref reader, request, tail);
            reader.Read(); // refuses what follows the object
            tail.CheckEnd();
            return request;
        }
        catch (Exception e)
        {
            request.Dispose();
            if (JsonText.IsMalformed(e))
                throw JsonText.Malformed(e);
            throw;
        }
    }

    private static void Read(ref Utf8JsonReader reader, InferRequest request, BinaryTail tail)
    {
        reader.Read();
        JsonMembers.ExpectObject(ref reader, Request);
        bool inputs = false;
        while (JsonMembers.Next(ref reader, out string name))
        {
            switch (name)
            {
                case "id":
                    request.Id = JsonMembers.Text(ref reader, "id", Request);
                    break;
                case "parameters":
                    ReadParameters(ref reader, request);
                    break;
                case "inputs" when !inputs:
                    inputs = true;
                    JsonMembers.ExpectArray(ref reader, "inputs", Request);
                    while (JsonMembers.NextItem(ref reader))
                    {
                        request.Inputs.Add(InferInputReader.Read(ref reader, tail));
                        InferRequest.CheckCount(name, request.Inputs.Count);
                    }

                    break;
                case "outputs" when request.Outputs is null:
                    request.Outputs = [];
                    JsonMembers.ExpectArray(ref reader, "outputs", Request);
                    while (JsonMembers.NextItem(ref reader))
                    {
                        request.Outputs.Add(ReadOutput(ref reader));
                        InferRequest.CheckCount(name, request.Outputs.Count);
                    }

                    break;
                case "inputs" or "outputs":
                    throw new ApiException(ErrorCodes.InvalidBody, $"The request has '{name}' twice.");
                default:
                    reader.Skip();
                    break;
            }
        }

        if (request.Inputs.Count == 0)
            throw new ApiException(ErrorCodes.InvalidBody, "The request has no 'inputs'; at least one is expected.");
        if (request.Outputs is { Count: 0 })
            request.Outputs = null;
    }

    private static void ReadParameters(ref Utf8JsonReader reader, InferRequest request)
    {
        JsonMembers.ExpectObject(ref reader, "parameters of the request");
        while (JsonMembers.Next(ref reader, out string name))
        {
            switch (name)
            {
                case InferParameters.BinaryDataOutput:
                    request.BinaryOutputs = JsonMembers.Flag(ref reader, name);
                    break;
                case InferParameters.Timeout:
                    request.Timeout = InferParameters.Time(JsonMembers.Whole(ref reader, name));
                    break;
                case InferParameters.Priority:
                    request.Priority = InferParameters.Level(JsonMembers.Whole(ref reader, name));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static RequestedOutput ReadOutput(ref Utf8JsonReader reader)
    {
        JsonMembers.ExpectObject(ref reader, "output");
        var output = new RequestedOutput("");
        while (JsonMembers.Next(ref reader, out string name))
        {
            if (name == "name")
                output = output with { Name = JsonMembers.Text(ref reader, name, "output") };
            else if (name == "parameters")
                output = ReadOutputParameters(ref reader, output);
            else
                reader.Skip();
        }

        return output.Name.Length > 0 ? output : throw new ApiException(ErrorCodes.InvalidBody, "An output of the request has no 'name'.");
    }

    private static RequestedOutput ReadOutputParameters(ref Utf8JsonReader reader, RequestedOutput output)
    {
        JsonMembers.ExpectObject(ref reader, "parameters of the output");
        while (JsonMembers.Next(ref reader, out string name))
        {
            if (name == InferParameters.BinaryData)
                output = output with { Binary = JsonMembers.Flag(ref reader, name) };
            else if (name == InferParameters.Classification)
                output = output with { Classification = InferParameters.Classes(JsonMembers.Whole(ref reader, name)) };
            else
                reader.Skip();
        }

        return output;
    }
}
