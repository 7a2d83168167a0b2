using System.Text.Json;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Api.OpenInference.Core.Inference;
using Fovea.Api.OpenInference.Core.Tensors;
using Fovea.Api.OpenInference.Http.Tensors;
using Fovea.Inference;
using Fovea.Models.Inputs;

namespace Fovea.Api.OpenInference.Http.Inference;

/// <summary>Reads one input of a JSON request.</summary>
internal static class InferInputReader
{
    // "0," is the shortest element that JSON can write.
    private const int SmallestElement = 2;

    /// <exception cref="ApiException">It is no input as the protocol has it.</exception>
    public static InferInput Read(ref Utf8JsonReader reader, BinaryTail tail)
    {
        JsonMembers.ExpectObject(ref reader, "input");
        string? name = null, datatype = null;
        long[]? extents = null;
        long? binarySize = null;
        InferInput? input = null;
        Utf8JsonReader data = default;
        bool hasData = false, later = false;
        try
        {
            while (JsonMembers.Next(ref reader, out string member))
            {
                switch (member)
                {
                    case "name":
                        name = JsonMembers.Text(ref reader, member, "input");
                        break;
                    case "datatype":
                        datatype = JsonMembers.Text(ref reader, member, "input");
                        break;
                    case "shape":
                        extents = ReadExtents(ref reader, name);
                        break;
                    case "parameters":
                        binarySize = ReadParameters(ref reader);
                        break;
                    case "data" when hasData:
                        throw new ApiException(ErrorCodes.InvalidBody, $"The input '{name}' has 'data' twice.");
                    case "data":
                        hasData = true;
                        later = name is null || datatype is null || extents is null;
                        data = reader;
                        if (later)
                            reader.Skip();
                        else
                            input = ReadData(ref reader, name!, datatype!, extents!, tail);
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }

            string missing = name is null ? "name" : datatype is null ? "datatype" : extents is null ? "shape" : "";
            if (missing.Length > 0)
                throw new ApiException(
                    ErrorCodes.InvalidBody, $"The input '{name}' has no '{missing}'; name, datatype and shape are expected.");
            if (binarySize is { } size && !hasData)
                return InferInput.FromBinary(name!, datatype!, extents!, tail.Take(size, name!));
            if (binarySize is not null || !hasData)
                throw new ApiException(
                    ErrorCodes.InvalidBody,
                    $"The input '{name}' has {(hasData ? "both" : "neither")} 'data' and the parameter 'binary_data_size'; one of them " +
                    "is expected.");
            return later ? ReadData(ref data, name!, datatype!, extents!, tail) : input!;
        }
        catch
        {
            input?.Dispose();
            throw;
        }
    }

    private static InferInput ReadData(ref Utf8JsonReader reader, string name, string datatype, long[] extents, BinaryTail tail)
    {
        Shape shape = TensorShape.Of(extents, name);
        if (shape.ElementCount > tail.JsonLength / SmallestElement + 1)
            throw new ApiException(
                ErrorCodes.InvalidBody,
                $"The data of the input '{name}' has fewer elements than its shape {shape} takes: {shape.ElementCount}.");
        if (Datatypes.Parse(datatype, name) is not { } type)
            return new InferInput(name, shape, BytesElements.Read(ref reader, shape, name));
        var memory = new TensorMemory(tail.Share, shape.ElementCount * type.SizeInBytes());
        try
        {
            memory.Tensor = JsonTensorReader.Read(ref reader, type, shape, name);
            return new InferInput(name, memory.Tensor.Tensor, memory);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    /// <summary>A tensor's memory, and its part of the budget for bodies: few bytes of JSON may make a large tensor.</summary>
    private sealed class TensorMemory : IDisposable
    {
        private readonly UploadShare _share;
        private long _taken;

        public TensorMemory(UploadShare share, long bytes)
        {
            share.Take(bytes);
            _share = share;
            _taken = bytes;
        }

        public PooledTensor? Tensor { get; set; }

        public void Dispose()
        {
            Tensor?.Dispose();
            _share.Return(_taken);
            _taken = 0;
        }
    }

    private static long[] ReadExtents(ref Utf8JsonReader reader, string? name)
    {
        JsonMembers.ExpectArray(ref reader, "shape", $"input '{name}'");
        var extents = new List<long>();
        while (JsonMembers.NextItem(ref reader))
        {
            extents.Add(JsonMembers.Whole(ref reader, "shape"));
            if (extents.Count > TensorShape.MaxRank)
                throw new ApiException(
                    ErrorCodes.InvalidBody,
                    $"The shape of the input '{name}' has more than {TensorShape.MaxRank} dimensions, the most that are taken.");
        }

        return [.. extents];
    }

    private static long? ReadParameters(ref Utf8JsonReader reader)
    {
        JsonMembers.ExpectObject(ref reader, "parameters of the input");
        long? size = null;
        while (JsonMembers.Next(ref reader, out string name))
        {
            if (name == InferParameters.BinaryDataSize)
                size = JsonMembers.Whole(ref reader, name);
            else
                reader.Skip();
        }

        return size;
    }
}
