using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Fovea.Inference.Files;

namespace Fovea.Models.Pulling;

/// <summary>
/// Downloads a file over HTTP into a partial file that survives interruptions: the next attempt requests the rest. A complete file is
/// checked against the expected size and SHA-256, and removed if it does not match. Proxies are taken from the environment, as HttpClient
/// does.
/// </summary>
public sealed class FileDownloader : IDisposable
{
    /// <summary>The largest file of unknown size that is fetched.</summary>
    public const long MaxUnknownBytes = 16L << 30;

    /// <summary>The end of the name of a file that is not complete.</summary>
    internal const string PartSuffix = ".part";

    // A tag comes in a header.
    private const int LongestTag = 64 << 10;

    // Consecutive attempts that fetch nothing.
    private const int MaxAttempts = 5;

    private const int BufferBytes = 1 << 17;

    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client;

    /// <summary>Creates a downloader.</summary>
    public FileDownloader()
    {
        _client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                ConnectTimeout = TimeSpan.FromSeconds(30),
            })
        { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Fovea", null));
        _client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
    }

    /// <summary>How long to wait before the second attempt; the wait doubles with each further one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Downloads the file into <paramref name="part"/>, or the rest of it where a part of it is there.</summary>
    /// <exception cref="PullException">The server refuses, the connection keeps failing, or the file is not the expected one.</exception>
    /// <exception cref="IOException">The partial file cannot be written.</exception>
    public async Task FetchAsync(Download download, string part, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(download);
        ArgumentNullException.ThrowIfNull(part);
        int attempts = 0;
        while (true)
        {
            long before = Length(part);
            try
            {
                if (download.Bytes is null || before != download.Bytes)
                    await FetchRestAsync(download, part, progress, cancellationToken).ConfigureAwait(false);
                break;
            }
            catch (Exception e) when (e is HttpRequestException or TimeoutException && !cancellationToken.IsCancellationRequested)
            {
                attempts = Length(part) > before ? 1 : attempts + 1;
                if (attempts >= MaxAttempts)
                    throw new PullException(
                        $"{download.Address} could not be fetched in {attempts} attempts: {e.Message.TrimEnd('.')}. What arrived is " +
                        "kept; pull again to continue.", e);
                await Task.Delay(RetryDelay * (1 << (attempts - 1)), cancellationToken).ConfigureAwait(false);
            }
        }

        await VerifyAsync(download, part, cancellationToken).ConfigureAwait(false);
        File.Delete(TagFile(part));
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task FetchRestAsync(
        Download download, string part, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        await using FileStream file = OpenPart(part);
        if (!MayResume(download, part, file))
            file.SetLength(0);
        using HttpResponseMessage response = await SendAsync(download, part, file.Length, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && file.Length > 0)
        {
            long offset = file.Length;
            file.SetLength(0);
            throw new HttpRequestException($"the server has no bytes from offset {offset} on; the file is fetched from its start");
        }

        EnsureSuccess(download, response);
        long resumed = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange is { From: { } from }
            && from == file.Length
            ? from
            : 0;
        if (response.StatusCode == HttpStatusCode.PartialContent && resumed == 0)
        {
            file.SetLength(0);
            throw new HttpRequestException("the server sent another range than was requested; the file is fetched from its start");
        }

        file.SetLength(resumed);
        file.Position = resumed;
        long? total = response.Content.Headers.ContentRange?.Length
            ?? (response.Content.Headers.ContentLength is { } rest ? resumed + rest : null);
        if (download.Bytes is { } expected && total is { } announced && announced != expected)
        {
            await file.DisposeAsync().ConfigureAwait(false);
            Remove(part);
            throw new PullException(
                $"{download.Address} has {announced} bytes; expected {expected} for {download.Name}. Nothing was kept.");
        }

        SaveTag(response, part);
        await CopyAsync(download, response, (part, file), resumed, download.Bytes ?? total, progress, cancellationToken)
            .ConfigureAwait(false);
        if (total is { } whole && file.Length < whole)
            throw new HttpRequestException($"the connection ended after {file.Length} of {whole} bytes");
    }

    private static async Task CopyAsync(
        Download download, HttpResponseMessage response, (string Path, FileStream Stream) part, long resumed, long? total,
        IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        FileStream file = part.Stream;
        long limit = download.Bytes ?? MaxUnknownBytes;
        byte[] buffer = new byte[BufferBytes];
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        progress?.Report(new DownloadProgress(download.Name, file.Length, total, resumed));
        while (true)
        {
            stall.CancelAfter(Stall);
            int read;
            try
            {
                read = await body.ReadAsync(buffer, stall.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"nothing arrived for {Stall.TotalSeconds:0} seconds");
            }
            catch (IOException e)
            {
                throw new HttpRequestException($"the connection broke after {file.Length} bytes. {e.Message}", e);
            }

            if (read == 0)
                return;
            if (file.Length + read > limit)
            {
                await file.DisposeAsync().ConfigureAwait(false);
                Remove(part.Path);
                throw new PullException(
                    $"{download.Address} sends more than {limit} bytes, " +
                    $"{(download.Bytes is null ? "the most that is taken" : "the expected size")}. Nothing was kept.");
            }

            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            progress?.Report(new DownloadProgress(download.Name, file.Length, total, resumed));
        }
    }

    /// <summary>Requests the file from an offset on, and follows redirects.</summary>
    private async Task<HttpResponseMessage> SendAsync(Download download, string part, long offset, CancellationToken cancellationToken)
    {
        Uri address = download.Address;
        for (int redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (offset > 0)
            {
                request.Headers.Range = new RangeHeaderValue(offset, null);
                if (ReadTag(part) is { } tag)
                    request.Headers.IfRange = new RangeConditionHeaderValue(tag);
            }

            HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
                return response;
            response.Dispose();
            var next = new Uri(address, location);
            if (redirects == RedirectPolicy.MaxRedirects)
                throw new PullException($"{download.Address} redirects more than {RedirectPolicy.MaxRedirects} times.");
            if (!RedirectPolicy.Allows(address, next))
                throw new PullException(
                    $"{address} redirects to {next.GetLeftPart(UriPartial.Path)}, which is not followed: redirects may lead to https, or " +
                    "over http within the same host.");
            address = next;
        }
    }

    private static void EnsureSuccess(Download download, HttpResponseMessage response)
    {
        int status = (int)response.StatusCode;
        if (status is 200 or 206)
            return;
        string message = $"{download.Address} answers {status} {response.ReasonPhrase}.";
        throw status is 408 or 429 or >= 500 ? new HttpRequestException(message) : new PullException(message);
    }

    // With a known hash, a rest that belongs to another file is detected. Without one, the server must confirm the file's entity tag.
    private static bool MayResume(Download download, string part, FileStream file) =>
        file.Length > 0 && (download.Bytes is null || file.Length < download.Bytes)
        && (download.Sha256 is not null || ReadTag(part) is not null);

    private static async Task VerifyAsync(Download download, string part, CancellationToken cancellationToken)
    {
        long length = Length(part);
        if (download.Bytes is { } expected && length != expected)
        {
            Remove(part);
            throw new PullException(
                $"{download.Address} has {length} bytes; expected {expected} for {download.Name}. The file was removed.");
        }

        if (download.Sha256 is not { } wanted)
            return;
        string found = await HashAsync(part, cancellationToken).ConfigureAwait(false);
        if (found != wanted)
        {
            Remove(part);
            throw new PullException(
                $"{download.Address} has the SHA-256 {found}; expected {wanted} for {download.Name}. The file was removed.");
        }
    }

    /// <summary>The SHA-256 of a file, in lower-case hexadecimal.</summary>
    internal static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(RegularFile.Open(path), FileAccess.Read, bufferSize: 0);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
    }

    private static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    /// <summary>The file that has the entity tag of a part.</summary>
    internal static string TagFile(string part) => part + ".etag";

    private static EntityTagHeaderValue? ReadTag(string part) =>
        File.Exists(TagFile(part))
        && EntityTagHeaderValue.TryParse(RegularFile.ReadText(TagFile(part), LongestTag), out EntityTagHeaderValue? tag)
            ? tag
            : null;

    private static void SaveTag(HttpResponseMessage response, string part)
    {
        File.Delete(TagFile(part));
        if (response.Headers.ETag is not { IsWeak: false } tag)
            return;
        using var file = new StreamWriter(Create(TagFile(part), FileShare.Read));
        file.Write(tag.ToString());
    }

    // A part that is there is continued or emptied, if it is a file and no link.
    private static FileStream OpenPart(string part) => File.Exists(part)
        ? new FileStream(RegularFile.OpenForWriting(part), FileAccess.ReadWrite, bufferSize: 0)
        : Create(part, FileShare.None);

    private static FileStream Create(string path, FileShare share)
    {
#pragma warning disable RS0030 // A new file: whatever lies at its path, a link too, is an error.
        return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, share, bufferSize: 0);
#pragma warning restore RS0030
    }

    private static void Remove(string part)
    {
        File.Delete(part);
        File.Delete(TagFile(part));
    }
}
