using Fovea.Inference;
using Fovea.Models.Explanations;
using Fovea.Models.Hosting;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Explanations;

/// <summary>The effective receptive field lies within the box that a cell can depend on, and falls off from its middle.</summary>
public sealed class EffectiveReceptiveFieldTests(TrainedModels trained) : IClassFixture<TrainedModels>
{
    // Winograd's algorithm leaves traces beside the windows.
    private const double Rounding = 1e-6;

    [Fact]
    public async Task All_of_it_lies_within_the_box()
    {
        using ServedModels served = new ServedModels().Add("net", ServedModels.Classifier(1)).Load();
        HostedModel model = served["net"];
        EffectiveField field = await ComputeAsync(model, "conv", [3, 2, 4], 3);

        Assert.Equal((new AxisRange(2, 5), new AxisRange(4, 7)), field.Box);
        Assert.Equal(1, field.Inside!.Value, Rounding);
        Assert.Equal(3, field.Pictures);
        for (int i = 0; i < 64; i++)
            Assert.Equal(i / 8 is >= 2 and < 5 && i % 8 is >= 4 and < 7, field.Map.Values[i] > Rounding);
    }

    [Fact]
    public async Task Of_a_deep_network_it_is_smaller_than_the_box()
    {
        HostedModel model = trained.MobileNet.Model;
        LayerInfo layer = model.Layers.Last(found => found.Shape is { Rank: 4 } shape && shape[2] == 8);
        EffectiveField field = await ComputeAsync(model, layer.Name, [0, 4, 4], 2);

        Assert.Equal(1, field.Inside!.Value, Rounding);
        double box = Math.Sqrt((double)field.Box!.Value.Rows.Length * field.Box.Value.Columns.Length);
        Assert.InRange(field.Side, 4, 0.9 * box);
    }

    [Fact]
    public async Task Noise_follows_its_seed()
    {
        using ServedModels served = new ServedModels().Add("net", ServedModels.Classifier(1)).Load();
        Assert.Equal(await MapAsync(1), await MapAsync(1));
        Assert.NotEqual(await MapAsync(1), await MapAsync(2));

        async Task<float[]> MapAsync(int seed) => (await EffectiveReceptiveField.ComputeAsync(
            served["net"], served["net"].FindLayer("classes"), [1, 2, 2],
            EffectiveReceptiveField.Noise(served["net"].Inputs.Preprocessing!.Spec, 2, seed), new OwnThread())).Map.Values;
    }

    private static Task<EffectiveField> ComputeAsync(HostedModel model, string layer, int[] cell, int pictures) =>
        EffectiveReceptiveField.ComputeAsync(
            model, model.FindLayer(layer), cell,
            EffectiveReceptiveField.Noise(model.Inputs.Preprocessing!.Spec, pictures, 0), new OwnThread());
}
