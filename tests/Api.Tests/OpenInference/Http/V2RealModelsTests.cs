using System.Text.Json.Nodes;
using Fovea.Api.OpenInference.Grpc.Schema;
using Fovea.Api.Tests.Support;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Models.Hosting;
using Fovea.Models.Inputs;
using Fovea.Models.Repository;
using Google.Protobuf;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using static Fovea.Api.OpenInference.Grpc.Schema.ModelInferRequest.Types;

namespace Fovea.Api.Tests.OpenInference.Http;

/// <summary>Trained networks: a photo gives the same answer by every way into the service.</summary>
public sealed class V2RealModelsTests
{
    private static readonly string[] Names = ["squeezenet1.1", "mobilenet_v2", "mobilenet_v1_0.25_128"];

    [Fact]
    public async Task Predict_tensor_image_and_grpc_agree_to_the_last_bit()
    {
        using var models = new TestModels();
        foreach (string name in Names)
            File.Copy(Repository.TestData($"models/{name}.onnx"), Path.Combine(models.Folder, $"{name}.onnx"));
        byte[] photo = await File.ReadAllBytesAsync(Repository.TestData("images/photos/kitten.jpg"));
        int port = ServedV2.FreePort();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            ("Models:Path", models.Folder), ("Models:Bundled", "false"), ("Grpc:Port", $"{port}"));
        using GrpcChannel channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        var rpc = new GRPCInferenceService.GRPCInferenceServiceClient(channel);

        foreach (string name in Names)
        {
            JsonNode model = await factory.Client.Get($"/v2/models/{name}").Json();
            string input = model["inputs"]![0]!.Text("name"), output = model["outputs"]![0]!.Text("name");
            (float[] tensor, string shape) = Prepare(factory.Services, name, photo);

            float[] byImage = (await factory.Client.InferBytes(name, photo, "0", "image/jpeg").Binary()).Tail.Floats();
            float[] byBinary = (await factory.Client.InferBinary(
                name, $$"""{"inputs":[{"name":"{{input}}","shape":{{shape}},"datatype":"FP32","parameters":{"binary_data_size":{{tensor.Length * 4}} } }],"parameters":{"binary_data_output":true} }""", V2Calls.Bytes(
                    tensor)).Binary()).Tail.Floats();
            string json = string.Join(',', tensor.Select(value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
            JsonNode byJson = await factory.Client.Infer(
                name, $$"""{"inputs":[{"name":"{{input}}","shape":{{shape}},"datatype":"FP32","data":[{{json}}]}]}""").Json();
            ModelInferResponse byRpc = await rpc.ModelInferAsync(Request(name, photo, new InferRequestedOutputTensor { Name = output }));

            Assert.Equal(byImage, byBinary);
            Assert.Equal(byImage, byJson["outputs"]![0]!["data"]!.AsArray().Select(value => value!.GetValue<float>()));
            Assert.Equal(byImage, byRpc.RawOutputContents.Single().ToByteArray().Floats());
            (JsonNode listed, byte[] tail) = await factory.Client.InferBytes($"{name}@image", photo, "0").Binary();
            Assert.Equal([output, "predictions"], listed["outputs"]!.AsArray().Select(tensor => tensor!.Text("name")));
            Assert.Equal(byImage, tail[..(byImage.Length * sizeof(float))].Floats());
            (string filled, byte[][] zeros) = FilledRequests.Binary(model);
            await factory.Client.InferBinary(name, filled, zeros).Json();
            ModelMetadataResponse metadata = await rpc.ModelMetadataAsync(new() { Name = name });
            await rpc.ModelInferAsync(FilledRequests.Rpc(metadata, "1", raw: true));
            JsonNode predicted = (
                await factory.Client.Post($"/predict?model={name}&top=3", HttpCalls.Image(photo, "image/jpeg"))
                    .Json())["results"]![0]!["predictions"]!;
            ModelInferResponse classes = await rpc.ModelInferAsync(Request(name, photo, new InferRequestedOutputTensor
            {
                Name = output,
                Parameters = { ["classification"] = new InferParameter { Int64Param = 3 } },
            }));
            Assert.Equal(
                predicted.AsArray().Select(prediction => prediction!["index"]!.GetValue<int>()),
                Elements(classes.RawOutputContents.Single().ToByteArray())
                    .Select(text => int.Parse(text.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture)));
        }
    }

    private static ModelInferRequest Request(string name, byte[] photo, InferRequestedOutputTensor output) => new()
    {
        ModelName = name,
        Inputs = { new InferInputTensor { Name = "image", Datatype = "BYTES", Shape = { 1 } } },
        RawInputContents = { ByteString.CopyFrom(V2Calls.Element(photo)) },
        Outputs = { output },
    };

    private static (float[] Tensor, string Shape) Prepare(IServiceProvider services, string name, byte[] photo)
    {
        using ModelLease lease = services.GetRequiredService<ModelRepository>().Find(name, null).Lease();
        using PreparedImages images = lease.Model.Prepare(1);
        using DecodedImage image = services.GetRequiredService<IImageDecoder>().Decode(photo);
        images.Set(0, image);
        return (images.Tensor.Span<float>().ToArray(), images.Tensor.Shape.ToString());
    }

    private static IEnumerable<string> Elements(byte[] bytes)
    {
        for (int at = 0; at < bytes.Length;)
        {
            int length = BitConverter.ToInt32(bytes, at);
            yield return System.Text.Encoding.UTF8.GetString(bytes, at + 4, length);
            at += 4 + length;
        }
    }
}
