using System.Text.Json.Nodes;
using CsCheck;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.OpenInference.Http;

/// <summary>Members that are null count as absent: MLServer's own client writes every optional member.</summary>
[Collection(nameof(ServedV2))]
public sealed class V2NullTests(ServedV2 served)
{
    /// <summary>Optional members by the object that they are of.</summary>
    private static readonly (string[] Path, string Member)[] Optional =
    [
        ([], "id"), ([], "parameters"), ([], "model_name"),
        (["parameters"], "timeout"), (["parameters"], "priority"), (["parameters"], "binary_data_output"), (["parameters"], "headers"),
        (["inputs"], "parameters"), (["inputs"], "tags"), (["inputs", "parameters"], "content_type"),
        (["inputs", "parameters"], "binary_data_size"),
        (["outputs"], "parameters"), (["outputs", "parameters"], "classification"), (["outputs", "parameters"], "binary_data"),
    ];

    [Fact]
    public void Any_of_them_may_be_null()
    {
        string expected = Answer(Request([]));

        Gen.Bool.Array[Optional.Length].Sample(chosen => Answer(Request(chosen)) == expected, iter: 100, threads: 1);
    }

    [Fact]
    public async Task As_a_client_of_MLServer_sends_it()
    {
        const string json =
            """
            {"id":null,"parameters":null,"inputs":[{"name":"a","shape":[1,2],"datatype":"FP32","parameters":null,"data":[1,2]},
            {"name":"b","shape":[1,2],"datatype":"FP32","parameters":{"content_type":null,"headers":null},"data":[3,4]}],"outputs":null}
            """;

        JsonNode answer = await served.Client.Infer("sum-and-difference", json).Json();

        Assert.Null(answer["id"]);
        Assert.Equal(["sum", "difference"], answer["outputs"]!.AsArray().Select(output => output!.Text("name")));
    }

    [Fact]
    public async Task Data_may_be_null_where_bytes_follow()
    {
        const string json =
            """{"inputs":[{"data":null,"name":"x","shape":[1,1,2],"datatype":"FP32","parameters":{"binary_data_size":8}}],"id":null}""";

        Assert.Equal("[1,2]", (await served.Client.InferBinary("echo", json, V2Calls.Bytes(1, 2)).Json())["outputs"]![0]!.Data());
    }

    [Fact]
    public async Task The_repository_takes_it_too()
    {
        JsonNode all = await served.Client.Post("/v2/repository/index", null).Json();

        foreach (string json in new[] { """{"ready":null}""", """{"parameters":null,"repository_name":null}""" })
        {
            JsonNode index = await served.Client.Post("/v2/repository/index", V2Calls.JsonBody(json)).Json();
            Assert.Equal(all.ToJsonString(), index.ToJsonString());
        }
    }

    /// <summary>A request with the chosen members null; objects that hold one are there for it.</summary>
    private static string Request(bool[] chosen)
    {
        JsonObject request = JsonNode.Parse(
            """
            {"inputs":[{"name":"a","shape":[1,2],"datatype":"FP32","data":[1,2]},{"name":"b","shape":[1,2],"datatype":"FP32","data":[3,4]}],
            "outputs":[{"name":"difference"},{"name":"sum"}]}
            """)!.AsObject();
        for (int i = 0; i < chosen.Length; i++)
        {
            if (!chosen[i])
                continue;
            foreach (JsonObject holder in Optional[i].Path.Aggregate<string, IEnumerable<JsonObject>>([request], Enter))
                holder[Optional[i].Member] ??= null;
        }

        return request.ToJsonString();
    }

    private static IEnumerable<JsonObject> Enter(IEnumerable<JsonObject> holders, string member) => holders.SelectMany(holder =>
    {
        if (holder[member] is null)
            holder[member] = new JsonObject();
        return holder[member] is JsonArray items ? items.Select(item => item!.AsObject()) : [holder[member]!.AsObject()];
    }).ToArray();

    private string Answer(string request) =>
        served.Client.Infer("sum-and-difference", request).Json().GetAwaiter().GetResult().ToJsonString();
}
