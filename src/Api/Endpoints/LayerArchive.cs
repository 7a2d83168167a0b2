using System.IO.Compression;
using Fovea.Api.Http;
using Fovea.Api.Options;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;

namespace Fovea.Api.Endpoints;

/// <summary>
/// Writes layers as an archive of NumPy arrays, group by group: the network runs up to the last layer of a group, which is sent before the
/// next run, so that no more than a group is held.
/// </summary>
internal static class LayerArchive
{
    /// <summary>The most bytes of a group of several layers.</summary>
    private const long GroupBytes = 64L << 20;

    private const int MostRetries = 5;

    public static async Task WriteAsync(
        HttpContext context, LayersEndpoints.Looked looked, StageTimings timings, ModelServer server, ServerOptions options)
    {
        List<LayerInfo>[] groups =
        [
            .. SizedGroups.Of(looked.Layers, layer => looked.Model.MapShape(layer).ElementCount * sizeof(float), GroupBytes),
        ];
        bool isHead = HttpMethods.IsHead(context.Request.Method);
        List<(string Name, byte[] File)> first =
            groups.Length == 0 || isHead ? [] : await ComputeAsync(groups[0], looked, timings, server, context);
        HttpResponse response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.ContentType = "application/zip";
        response.Headers.ContentDisposition = $"attachment; filename=\"{DownloadName.Zip(looked.Model.Name)}\"";
        if (isHead)
            return;
        // From here on an error can only end the connection.
        PacedAnswer.Use(context, options.Limits);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        using var collected = new CollectedStream();
        using (var archive = new ZipArchive(collected, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (int i = 0; i < groups.Length; i++)
            {
                List<(string Name, byte[] File)> files =
                    i == 0 ? first : await ComputeLaterAsync(groups[i], looked, server, context);
                foreach ((string name, byte[] file) in files)
                {
                    Add(archive, DownloadName.Entry(name, names), file);
                    await collected.SendAsync(response.Body, context.RequestAborted);
                }
            }
        }

        await collected.SendAsync(response.Body, context.RequestAborted);
    }

    private static void Add(ZipArchive archive, string name, byte[] file)
    {
        // Numbers hardly get shorter, and to try would take longer than the run.
        using Stream entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
        entry.Write(file);
    }

    // A server that is busy for a moment does not spoil an archive of which a part is sent.
    private static async Task<List<(string Name, byte[] File)>> ComputeLaterAsync(
        List<LayerInfo> layers, LayersEndpoints.Looked looked, ModelServer server, HttpContext context)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await ComputeAsync(layers, looked, server.StartTimings(), server, context);
            }
            catch (ServingException e)
                when (e.Error is ServingError.Overloaded or ServingError.QueueTimeout && attempt < MostRetries)
            {
                await Task.Delay(e.RetryAfter ?? TimeSpan.FromSeconds(1), context.RequestAborted);
            }
        }
    }

    private static async Task<List<(string Name, byte[] File)>> ComputeAsync(
        List<LayerInfo> layers, LayersEndpoints.Looked looked, StageTimings timings, ModelServer server, HttpContext context)
    {
        var files = new List<(string, byte[])>();
        await server.ObserveLayersAsync(
            looked.Model, layers, looked.Upload, (map, _) => files.Add((map.Layer.Name, NpyWriter.Write(map.Dequantized()))), timings,
            context.RequestAborted);
        return files;
    }
}
