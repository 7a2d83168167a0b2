using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Fovea.Bench.Soaking;

/// <summary>A client that misbehaves: it disconnects in the middle of a request, or announces a larger body than it sends.</summary>
internal sealed class RawClient(Uri address)
{
    private const int AnnouncedBytes = 1 << 30;

    /// <summary>Sends a fraction of a request's body (all of it for 1), waits, and resets the connection.</summary>
    public async Task VanishAsync(string model, SoakImage image, double part, TimeSpan wait, CancellationToken cancellationToken)
    {
        using TcpClient client = await ConnectAsync(cancellationToken);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Head(model, image.Bytes.Length), cancellationToken);
        await stream.WriteAsync(image.Bytes.AsMemory(0, (int)(image.Bytes.Length * part)), cancellationToken);
        await Task.Delay(wait, cancellationToken);
        client.LingerState = new LingerOption(true, 0);
    }

    /// <summary>Announces a body of 1 GiB without sending it, and returns the status of the answer.</summary>
    /// <exception cref="IOException">The connection was closed without an answer.</exception>
    public async Task<int> AnnounceTooMuchAsync(string model, CancellationToken cancellationToken)
    {
        using TcpClient client = await ConnectAsync(cancellationToken);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Head(model, AnnouncedBytes), cancellationToken);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        string line = await reader.ReadLineAsync(cancellationToken)
            ?? throw new IOException("The connection was closed without an answer.");
        return int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private async Task<TcpClient> ConnectAsync(CancellationToken cancellationToken)
    {
        var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address.Host, address.Port, cancellationToken);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private byte[] Head(string model, int length) => Encoding.ASCII.GetBytes(
        $"POST /predict?model={Uri.EscapeDataString(model)} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: " +
        $"image/jpeg\r\nContent-Length: {length}\r\n\r\n");
}
