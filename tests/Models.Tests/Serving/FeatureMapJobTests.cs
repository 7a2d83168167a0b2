using Fovea.Imaging.Decoding;
using Fovea.Inference;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;
using Fovea.Models.Telemetry;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;
using SkiaSharp;

namespace Fovea.Models.Tests.Serving;

/// <summary>What is answered of a feature map is made by the job.</summary>
public sealed class FeatureMapJobTests
{
    [Fact]
    public async Task The_answer_takes_one_of_the_places_that_the_scheduler_shares_out()
    {
        using ServedModels models = new ServedModels().Add("nchw", ServedModels.Forms["nchw"](), settings: null).Load();
        using var store = new ImageStore(new ImageStoreOptions { MaxBytes = 0 }, TimeProvider.System);
        using var telemetry = new ServingTelemetry();
        using var scheduler = new Scheduler(new SchedulerOptions { Parallelism = 1, Threads = 1 });
        var server = new ModelServer(new SkiaImageDecoder(), store, scheduler, telemetry);
        HostedModel model = models["nchw"];
        LayerInfo layer = model.Layers[0];
        var upload = new ImageUpload(null, SampleImages.Encode(SKEncodedImageFormat.Png, 9, 8));

        (int busy, FeatureMap map) = await server.ComputeMapAsync(
            model, layer, upload, map => (scheduler.BusyThreads, map), new StageTimings(), default);

        Assert.Equal((1, layer.Name), (busy, map.Layer.Name));
    }
}
