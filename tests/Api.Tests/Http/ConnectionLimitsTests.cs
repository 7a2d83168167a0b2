using System.Net;
using System.Net.Sockets;
using System.Text;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Http;

/// <summary>Limits on connections and on headers.</summary>
public sealed class ConnectionLimitsTests
{
    [Fact]
    public async Task One_connection_too_many_is_closed_and_the_others_go_on()
    {
        await using ApiFactory factory = ApiFactory.Start(null, ("Limits:MaxConnections", "2"));
        using TcpClient first = await ConnectAsync(factory), second = await ConnectAsync(factory);
        Assert.StartsWith("HTTP/1.1 200", await AskAsync(first), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", await AskAsync(second), StringComparison.Ordinal);

        using (TcpClient third = await ConnectAsync(factory))
            Assert.Equal("", await AskAsync(third));

        Assert.StartsWith("HTTP/1.1 200", await AskAsync(first), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1500, HttpStatusCode.OK)]
    [InlineData(2500, HttpStatusCode.RequestHeaderFieldsTooLarge)]
    public async Task Headers_together_are_bounded(int length, HttpStatusCode expected)
    {
        await using ApiFactory factory = ApiFactory.Start(null, ("Limits:MaxHeaderBytes", "2048"));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/livez", UriKind.Relative));
        request.Headers.Add("X-Long", new string('x', length));

        using HttpResponseMessage response = await factory.Client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Headers_that_never_end_are_given_up()
    {
        await using ApiFactory factory = ApiFactory.Start(null, ("Limits:HeadersTimeout", "00:00:01"));
        using TcpClient connection = await ConnectAsync(factory);

        string answer = await AskAsync(connection, "GET /livez HTTP/1.1\r\nHost: x\r\n");

        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_asks_for_nothing_is_closed()
    {
        await using ApiFactory factory = ApiFactory.Start(null, ("Limits:IdleTimeout", "00:00:01"));
        using TcpClient connection = await ConnectAsync(factory);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Assert.StartsWith("HTTP/1.1 200", await AskAsync(connection), StringComparison.Ordinal);
        Assert.Equal(0, await connection.GetStream().ReadAsync(new byte[1], limit.Token));
    }

    [Fact]
    public async Task An_answer_that_is_not_read_is_given_up()
    {
        using var models = new TestModels().AddTyped();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            ("Models:Path", models.Folder), ("Limits:MinDataRate", "1MiB"));
        using TcpClient connection = await ConnectAsync(factory);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        const int length = 30_000_000;
        string json =
            $$$"""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,{{{length / 8}}},2],""" +
            $$$"""  "parameters":{"binary_data_size":{{{length}}}}}],"parameters":{"binary_data_output":true}}""";
        Stream stream = connection.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /v2/models/echo/infer HTTP/1.1\r\nHost: x\r\nInference-Header-Content-Length: {json.Length}\r\n" +
                $"Content-Type: application/octet-stream\r\nContent-Length: {json.Length + length}\r\n\r\n{json}"),
            limit.Token);
        await stream.WriteAsync(new byte[length], limit.Token);
        await Task.Delay(TimeSpan.FromSeconds(9), limit.Token);
        long read = 0;
        byte[] part = new byte[1 << 20];
        try
        {
            while (await stream.ReadAsync(part, limit.Token) is > 0 and int some)
                read += some;
        }
        catch (IOException)
        {
            // Reset by the server.
        }

        Assert.InRange(read, 0, length - 1_000_000);
    }

    private static async Task<TcpClient> ConnectAsync(ApiFactory factory)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(factory.Client.BaseAddress!.Host, factory.Client.BaseAddress.Port);
        return connection;
    }

    /// <summary>Sends text and returns the whole answer (its last chunk is empty), or what came before the connection was closed.</summary>
    private static async Task<string> AskAsync(TcpClient connection, string text = "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        byte[] part = new byte[4096];
        var answer = new StringBuilder();
        try
        {
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), limit.Token);
            while (await connection.GetStream().ReadAsync(part, limit.Token) is > 0 and int read)
            {
                answer.Append(Encoding.ASCII.GetString(part, 0, read));
                if (answer.ToString().EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal))
                    break;
            }
        }
        catch (IOException)
        {
            // Closed by the server while it was written to.
        }

        return answer.ToString();
    }
}
