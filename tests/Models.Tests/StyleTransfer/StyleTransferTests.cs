using Fovea.Models.Errors;
using Fovea.Models.Jobs;
using Fovea.Models.StyleTransfer;
using SkiaSharp;

namespace Fovea.Models.Tests.StyleTransfer;

/// <summary>Transfers over a small network shaped like VGG.</summary>
public sealed class StyleTransferTests
{
    [Fact]
    public async Task The_preset_of_vgg_takes_the_first_convolutions_and_lowers_the_loss()
    {
        using var fixture = new TransferFixture();
        StyleTransferWork work = await fixture.RunAsync("vgg", new StyleOptions { Size = 40, Steps = 40 });

        Assert.Equal(StylePreset.D2l, work.Recipe.Preset);
        Assert.Equal(["conv1_1", "conv2_1", "conv3_1", "conv4_1", "conv5_1"], work.Recipe.StyleLayers);
        Assert.Equal(["conv4_2"], work.Recipe.ContentLayers);
        Assert.Equal((1, 10), (work.Recipe.ContentWeight, work.Recipe.VariationWeight));
        Assert.Equal(Enumerable.Repeat(1e4, 5), work.Recipe.StyleWeights);
        // The content is 28 x 20.
        Assert.Equal((40, 29), (work.Width, work.Height));
        Assert.Equal(40, work.Losses.Count);
        Assert.Equal(0, work.Losses[0].Content);
        Assert.True(work.Losses[^1].Total < 0.8 * work.Losses[0].Total, $"{work.Losses[0]} became {work.Losses[^1]}");
        Assert.True(work.Losses[^1].Style < 0.8 * work.Losses[0].Style);
        using SKBitmap picture = SKBitmap.Decode(work.Png());
        Assert.Equal((40, 29), (picture.Width, picture.Height));
        Assert.Null(work.Preview(64));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bits_on_any_number_of_threads_and_another_one_others()
    {
        var options = new StyleOptions { Size = 32, Steps = 6, Start = StyleStart.Noise, Seed = 5 };
        using var fixture = new TransferFixture(threads: 2);
        using var single = new TransferFixture(threads: 1);
        StyleTransferWork first = await fixture.RunAsync("vgg", options);

        Assert.Equal(first.Png(), (await fixture.RunAsync("vgg", options)).Png());
        Assert.Equal(first.Losses, (await single.RunAsync("vgg", options)).Losses);
        StyleTransferWork other = await fixture.RunAsync(
            "vgg", new StyleOptions { Size = 32, Steps = 6, Start = StyleStart.Noise, Seed = 6 });
        Assert.NotEqual(first.Losses[0], other.Losses[0]);
        Assert.NotEqual(first.Png(), other.Png());
    }

    [Fact]
    public async Task Layers_weights_and_capture_are_those_asked_for()
    {
        using var fixture = new TransferFixture();
        StyleTransferWork after = await fixture.RunAsync("vgg", new StyleOptions { Size = 32, Steps = 1, Capture = CapturePoint.After });
        Assert.Equal(["relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1"], after.Recipe.StyleLayers);
        StyleTransferWork named = await fixture.RunAsync("flat", new StyleOptions
        {
            ContentLayers = ["relu"],
            StyleLayers = ["conv_0", "relu"],
            StyleWeights = [3, 4],
            ContentWeight = 2,
            VariationWeight = 0,
            LearningRate = 0.01,
            Steps = 20,
            KeepsColour = true,
        });
        Assert.Equal(["conv", "relu"], named.Recipe.StyleLayers);
        Assert.Equal([3, 4], named.Recipe.StyleWeights);
        Assert.Equal((8, 8), (named.Width, named.Height));
        Assert.True(named.Losses[^1].Total < named.Losses[0].Total);
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_and_named()
    {
        using var fixture = new TransferFixture(limits: new StyleTransferLimits { MaxSize = 64, MaxSteps = 10, MaxBytes = 400_000 });
        await Refused("flat", new StyleOptions(), "contentLayers=");
        await Refused("flat", new StyleOptions { ContentLayers = ["conf"], StyleLayers = ["conv"] }, "'conf'");
        await Refused("flat", new StyleOptions { ContentLayers = ["scores"], StyleLayers = ["conv"] }, "'scores'");
        await Refused("flat", new StyleOptions { ContentLayers = ["conv"], StyleLayers = ["conv"], Size = 32 }, "size=32");
        await Refused("stuck", new StyleOptions { ContentLayers = ["conv"], StyleLayers = ["conv"] }, "Hardmax has no gradient");
        await Refused("vgg", new StyleOptions { Size = 65 }, "16 to 64");
        await Refused("vgg", new StyleOptions { Size = 8 }, "16 to 64");
        await Refused("vgg", new StyleOptions { Size = 32, Steps = 11 }, "at most 10");
        await Refused("vgg", new StyleOptions { Size = 32, Steps = 1, StyleWeights = [1, 2] }, "styleWeight");
        await Refused("vgg", new StyleOptions { Size = 64, Steps = 1 }, "400,000");
        Assert.Equal(0, fixture.Jobs.Waiting);

        async Task Refused(string model, StyleOptions options, string says)
        {
            ServingException error = await Assert.ThrowsAsync<ServingException>(() => fixture.BeginAsync(model, options));
            Assert.Equal(ServingError.UnfitForTransfer, error.Error);
            Assert.Contains(says, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_transfer_that_is_paused_goes_on_and_one_that_is_cancelled_keeps_its_picture()
    {
        using var fixture = new TransferFixture();
        LongJob job = await fixture.BeginAsync("vgg", new StyleOptions { Size = 32, Steps = 2000 });
        while (job.StepsDone < 2)
            await Task.Delay(5);
        fixture.Jobs.Pause(job);
        await Task.Delay(50);
        int done = job.StepsDone;
        await Task.Delay(100);
        Assert.Equal((JobPhase.Paused, done), (job.Phase, job.StepsDone));
        fixture.Jobs.Resume(job);
        while (job.StepsDone < done + 2)
            await Task.Delay(5);
        fixture.Jobs.Remove(job);
        await TransferFixture.EndAsync(job);

        Assert.Equal(JobPhase.Cancelled, job.Phase);
        Assert.NotNull(((StyleTransferWork)job.Work).Png());
        Assert.Same(job, fixture.Jobs.Find<StyleTransferWork>(job.Id));
        fixture.Jobs.Remove(job);
        Assert.Equal(ServingError.JobNotFound, Assert.Throws<ServingException>(() => fixture.Jobs.Find<StyleTransferWork>(job.Id)).Error);
    }
}
