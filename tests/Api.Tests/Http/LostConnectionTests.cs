using System.Net.Sockets;
using System.Text;
using Fovea.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fovea.Api.Tests.Http;

/// <summary>A client that leaves before its body is whole costs no line in the log, however little of the body came.</summary>
public sealed class LostConnectionTests
{
    [Theory]
    [InlineData("deflate", 1)]
    [InlineData("deflate", 2)]
    [InlineData("deflate", 50)]
    [InlineData("gzip", 1)]
    [InlineData("br", 1)]
    public async Task Nothing_is_logged(string encoding, int sent)
    {
        var log = new LogRecords();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            services => services.AddSingleton<ILoggerProvider>(log), ("Models:Path", ""));
        string head = $"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\nContent-Encoding: {encoding}\r\n" +
            "Content-Length: 1000\r\n\r\n";

        for (int i = 0; i < 10; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(factory.Client.BaseAddress!.Host, factory.Client.BaseAddress.Port);
            await client.GetStream().WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), 0x78, .. new byte[sent - 1]]);
            await Task.Delay(i * 5);
        }

        await Task.Delay(300);
        Assert.Equal([], log.Warnings.Where(line => line.Contains("abnormally", StringComparison.Ordinal)));
        Assert.Empty(log.Errors);
    }
}
