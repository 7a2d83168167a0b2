using System.Runtime.Versioning;
using System.Text;
using Fovea.Api.OpenInference.Grpc.Schema;
using Fovea.Api.Tests.Support;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Tests.Support;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Fovea.Api.Tests.Errors;

/// <summary>No answer has a path of the server, the name of an exception's type or a trace, whatever fails.</summary>
public sealed class AnswerTextTests : IDisposable
{
    private readonly TestModels _models = new TestModels().AddGood().AddBad();

    public void Dispose() => _models.Dispose();

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Nothing_that_fails_tells_where_or_by_what_type()
    {
        AddFurtherBad();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            services => services.AddSingleton<IImageDecoder, BrokenDecoder>(), ("Models:Path", _models.Folder),
            ("Security:AdminKey", "an-admin-key-0123456789"));
        factory.Client.DefaultRequestHeaders.Add("X-API-Key", "an-admin-key-0123456789");
        string list = await factory.Client.GetStringAsync(new Uri("/models", UriKind.Relative));
        string[] names = [.. Directory.EnumerateFileSystemEntries(_models.Folder).Select(path => Path.GetFileNameWithoutExtension(path))];

        Assert.InRange(list.Split("\"state\":\"failed\"").Length, 12, 30);
        await TellsNothing(factory.Client.Get("/models"));
        await TellsNothing(factory.Client.Get("/readyz"));
        await TellsNothing(factory.Client.Get("/openapi/v1.json"));
        await TellsNothing(factory.Client.Post("/v2/repository/index", null));
        foreach (string name in names)
        {
            await TellsNothing(factory.Client.Get($"/models/{name}"));
            await TellsNothing(factory.Client.Get($"/models/{name}/layers"));
            await TellsNothing(factory.Client.Get($"/v2/models/{name}"));
            await TellsNothing(factory.Client.Get($"/v2/models/{name}/config"));
            await TellsNothing(factory.Client.Get($"/v2/models/{name}/stats"));
            await TellsNothing(factory.Client.Post($"/models/{name}/load", null));
            await TellsNothing(factory.Client.Post($"/predict?model={name}", HttpCalls.Image(Pictures.Red)));
            await TellsNothing(factory.Client.Post($"/featuremaps/none?model={name}", HttpCalls.Image(Pictures.Red)));
            await TellsNothing(factory.Client.Post($"/v2/models/{name}/infer", new StringContent("{\"inputs\": [", Encoding.UTF8)));
        }

        foreach (string body in (string[])["", "{", "[]", "{\"image\": 1}", "{\"image\": \"===\"}", "--x\r\n"])
        {
            foreach (string type in (string[])["application/json", "multipart/form-data; boundary=x", "image/png", "text/plain", "x"])
            {
                await TellsNothing(factory.Client.Post("/predict", Content(body, type)));
                await TellsNothing(factory.Client.Post("/v2/models/colours/infer", Content(body, type)));
                await TellsNothing(factory.Client.Post("/v2/repository/index", Content(body, type)));
            }
        }
    }

    /// <summary>The same over gRPC, where what fails is told in the status and the trailers.</summary>
    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Neither_does_a_status_of_gRPC()
    {
        AddFurtherBad();
        int port = ServedV2.FreePort();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            services => services.AddSingleton<IImageDecoder, BrokenDecoder>(), ("Models:Path", _models.Folder), ("Grpc:Port", $"{port}"),
            ("Security:AdminKey", "an-admin-key-0123456789"));
        using GrpcChannel channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        var rpc = new GRPCInferenceService.GRPCInferenceServiceClient(channel);
        var admin = new Metadata { { "x-api-key", "an-admin-key-0123456789" } };
        int failed = 0;
        foreach (string path in Directory.EnumerateFileSystemEntries(_models.Folder))
        {
            string name = Path.GetFileNameWithoutExtension(path);
            var image = new ModelInferRequest
            {
                ModelName = name,
                Inputs = { new ModelInferRequest.Types.InferInputTensor { Name = "image", Datatype = "BYTES", Shape = { 1 } } },
                RawInputContents = { ByteString.CopyFrom([4, 0, 0, 0, 1, 2, 3, 4]) },
            };
            await Fails(() => rpc.ModelInferAsync(image).ResponseAsync);
            await Fails(() => rpc.ModelMetadataAsync(new() { Name = name }).ResponseAsync);
            await Fails(() => rpc.ModelConfigAsync(new() { Name = name }).ResponseAsync);
            await Fails(() => rpc.ModelStatisticsAsync(new() { Name = name }).ResponseAsync);
            await Fails(() => rpc.RepositoryModelLoadAsync(new() { ModelName = name }, admin).ResponseAsync);
        }

        Assert.InRange(failed, 30, int.MaxValue);
        TellsNothing("the index", $"{await rpc.RepositoryIndexAsync(new())}");

        async Task Fails<T>(Func<Task<T>> call)
        {
            try
            {
                TellsNothing("an answer", $"{await call()}");
            }
            catch (RpcException e)
            {
                failed++;
                TellsNothing("a status", $"{e.Status.Detail} {string.Join(' ', e.Trailers.Select(trailer => trailer.Value))}");
            }
        }
    }

    /// <summary>Folders whose files cannot be read, or are something else.</summary>
    private void AddFurtherBad()
    {
        Write("unknown/model.onnx", new OnnxFile().Input("image", 1, 3, 4, 4).Node("Frobnicate", ["image"], "y").Output("y", 1).Build());
        Write("no-file/config.json", "{}"u8.ToArray());
        Write("bad-json/model.onnx", TestModels.Colours(-1));
        Write("bad-json/fovea.json", "{ 1 }"u8.ToArray());
        Write("bad-labels/model.onnx", TestModels.Colours(-1));
        Write("bad-labels/labels.txt", [0xFF, 0xFE, 0x00]);
        Write("bad-test/model.onnx", TestModels.Colours(-1));
        Write("bad-test/test_data_set_0/input_0.pb", [1, 2, 3]);
        Write("bad-test/test_data_set_0/output_0.pb", [1, 2, 3]);
        Write("locked/model.onnx", TestModels.Colours(-1));
        Directory.CreateDirectory(Path.Combine(_models.Folder, "a-folder", "model.onnx"));
        Directory.CreateDirectory(Path.Combine(_models.Folder, "folders", "labels.txt"));
        Write("folders/model.onnx", TestModels.Colours(-1));
        Write("folders/config.pbtxt", "x"u8.ToArray());
        File.CreateSymbolicLink(Path.Combine(_models.Folder, "dangling.onnx"), Path.Combine(_models.Folder, "nowhere"));
        File.CreateSymbolicLink(Path.Combine(_models.Folder, "locked", "labels.txt"), Path.Combine(_models.Folder, "nowhere", "labels"));
        Write("outside/model.onnx", TestModels.Colours(-1));
        File.CreateSymbolicLink(Path.Combine(_models.Folder, "outside", "labels.txt"), "/etc/hostname");
    }

    private void Write(string path, byte[] content)
    {
        string full = Path.Combine(_models.Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
    }

    private static async Task TellsNothing(Task<HttpResponseMessage> call)
    {
        using HttpResponseMessage response = await call;
        string answer = $"{response.Headers}{response.Content.Headers}{await response.Content.ReadAsStringAsync()}";
        TellsNothing($"{response.RequestMessage!.RequestUri}", answer);
    }

    private static void TellsNothing(string who, string answer)
    {
        foreach (string told in (string[])["/fovea-models-", AppContext.BaseDirectory, Repository.Root, "Exception", "   at ", "/etc/"])
            Assert.False(answer.Contains(told, StringComparison.Ordinal), $"{who} tells '{told}': {answer}");
    }

    private static ByteArrayContent Content(string body, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private sealed class BrokenDecoder : IImageDecoder
    {
        public DecodedImage Decode(ReadOnlyMemory<byte> bytes) => throw new IOException("Could not find file '/etc/secret'.");
    }
}
