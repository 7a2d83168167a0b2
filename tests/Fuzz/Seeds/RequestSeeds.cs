using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Fovea.Api.OpenInference.Grpc.Schema;
using Fovea.Fuzz.Targets;
using Google.Protobuf;
using static Fovea.Api.OpenInference.Grpc.Schema.ModelInferRequest.Types;

namespace Fovea.Fuzz.Seeds;

/// <summary>Requests of both transports, to the bundled network of digits and to none.</summary>
internal static class RequestSeeds
{
    private static readonly string[] Bodies =
    [
        """
        {"id":"1","parameters":{"timeout":1000,"priority":1,"binary_data_output":true},"inputs":[{"name":"image","shape":[1,2,3],"datatype":
        "FP32","data":[[[1,2.5,-3e2],[0,"NaN","Infinity"]]]}],"outputs":[{"name":"logits","parameters":{"classification":3}}]}
        """,
        """{"inputs":[{"name":"image","shape":[2],"datatype":"BYTES","data":["iVBORw0KGgo=","/9j/4AAQ"]}]}""",
        """{"inputs":[{"data":[true,false],"name":"b","datatype":"BOOL","shape":"""
            + """[2]},{"name":"i","datatype":"INT64","shape":[1],"data":[-9]}]}""",
        """{"inputs":[{"name":"h","datatype":"FP16","shape":[1,1],"data":"""
            + """[0.5]},{"name":"u","datatype":"UINT8","shape":[],"data":[255]}]}""",
    ];

    /// <summary>JSON bodies.</summary>
    public static IReadOnlyList<byte[]> Json() => [.. Bodies.Select(Encoding.UTF8.GetBytes)];

    /// <summary>JSON with tensors behind it, each behind the length of its JSON.</summary>
    public static IReadOnlyList<byte[]> Binary() =>
    [
        WithTail("""{"inputs":[{"name":"x","shape":[2],"datatype":"FP32","parameters":{"binary_data_size":8}}]}""", new byte[8]),
        WithTail(
            """{"inputs":[{"name":"a","shape":[1],"datatype":"BYTES","parameters":{"binary_data_size":"""
                + """6}},{"name":"b","shape":[1,2],"datatype":"BOOL","parameters":{"binary_data_size":2}}]}""",
            [2, 0, 0, 0, 7, 8, 0, 1]),
        .. Json().Select(json => WithTail(Encoding.UTF8.GetString(json), [])),
    ];

    /// <summary>Messages of gRPC.</summary>
    public static IReadOnlyList<byte[]> Messages() => [.. Requests().Select(request => request.ToByteArray())];

    /// <summary>The same in frames, one of them compressed.</summary>
    public static IReadOnlyList<byte[]> Frames() => [.. Messages().Select(message => Framed(message)), Framed(Packed(Messages()[0]), 1)];

    /// <summary>Pictures in JSON.</summary>
    public static IReadOnlyList<byte[]> Uploads() =>
    [
        """{"image":"iVBORw0KGgoAAAANSUhEUg=="}"""u8.ToArray(),
        """{"images":["data:image/png;base64,iVBORw0KGgo=","_9j_4AAQ",""]}"""u8.ToArray(),
        """{"image":"https://example.org/cat.jpg"}"""u8.ToArray(),
    ];

    /// <summary>Forms.</summary>
    public static IReadOnlyList<byte[]> Forms() =>
    [
        Form("Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png", "\u0089PNG\r\n\u001a\n0123"),
        Form("content-disposition: form-data; name=images[]; filename*=UTF-8''%e2%82%ac.jpg", "\u00ff\u00d8\u00ff\u00e0"),
        Form("Content-Disposition: form-data; name=\"empty\"; filename=\"\"", ""),
        Form("Content-Disposition: form-data; name=\"top\"", "5"),
    ];

    private static byte[] Form(string headers, string content) => Encoding.Latin1.GetBytes(
        $"--{UploadTarget.Boundary}\r\n{headers}\r\n\r\n{content}\r\n--{UploadTarget.Boundary}--\r\n");

    private static byte[] WithTail(string json, byte[] tail)
    {
        byte[] text = Encoding.UTF8.GetBytes(json);
        byte[] length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        return [.. length, .. text, .. tail];
    }

    private static byte[] Packed(byte[] message)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(message);
        return packed.ToArray();
    }

    private static byte[] Framed(byte[] message, byte flag = 0)
    {
        byte[] header = [flag, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(1), message.Length);
        return [.. header, .. message];
    }

    private static IEnumerable<ModelInferRequest> Requests()
    {
        yield return new ModelInferRequest
        {
            ModelName = "digits",
            Id = "1",
            Parameters = { ["timeout"] = new InferParameter { Int64Param = 1000 }, ["priority"] = new InferParameter { Uint64Param = 1 } },
            Inputs =
            {
                new InferInputTensor
                {
                    Name = "image", Datatype = "FP32", Shape = { 1, 2 }, Contents = new InferTensorContents { Fp32Contents = { 1, 2 } },
                },
            },
            Outputs =
            {
                new InferRequestedOutputTensor
                {
                    Name = "logits", Parameters = { ["classification"] = new InferParameter { Int64Param = 3 } },
                },
            },
        };
        yield return new ModelInferRequest
        {
            ModelName = "digits",
            Inputs = { new InferInputTensor { Name = "image", Datatype = "UINT8", Shape = { 2, 2 } } },
            RawInputContents = { ByteString.CopyFrom(1, 2, 3, 4) },
        };
        foreach ((string type, InferTensorContents contents) in Contents())
        {
            var input = new InferInputTensor { Name = "image", Datatype = type, Shape = { 2 }, Contents = contents };
            yield return new ModelInferRequest { Inputs = { input } };
        }
    }

    private static IEnumerable<(string Type, InferTensorContents Contents)> Contents() =>
    [
        ("BOOL", new InferTensorContents { BoolContents = { true, false } }),
        ("INT8", new InferTensorContents { IntContents = { -128, 127 } }),
        ("INT64", new InferTensorContents { Int64Contents = { 1, -1 } }),
        ("UINT16", new InferTensorContents { UintContents = { 1, 65535 } }),
        ("UINT64", new InferTensorContents { Uint64Contents = { 1, 2 } }), ("FP64", new InferTensorContents { Fp64Contents = { 1, 2 } }),
        ("BYTES", new InferTensorContents { BytesContents = { ByteString.CopyFromUtf8("a"), ByteString.Empty } }),
    ];
}
