using Fovea.Imaging.Resampling;
using Fovea.Models.Errors;
using Fovea.Models.Packages;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Inputs;

/// <summary>Checks that nothing in a pre-processing that keeps more than 8 bits of a sample is done in bytes.</summary>
internal static class DepthCheck
{
    /// <exception cref="ModelPackageException">Something is.</exception>
    public static void Run(
        ModelPackage package, Sourced<int> depth, Sourced<ChannelOrder> channels, Sourced<ResizeFilter> filter, ImageInput input)
    {
        if (input.TakesBytes)
            throw Conflict($"the model's input takes {input.ElementType}, which holds 8 bits", "no depth");
        if (!DeepPreprocessor.Supports(channels.Value))
        {
            throw Conflict(
                $"input.channels is {SettingText.Of(channels.Value)} ({channels.Source}), which is prepared in 8 bits",
                "the channels gray, rgb or bgr");
        }

        if (!DeepPreprocessor.Supports(filter.Value))
        {
            throw Conflict(
                $"resize.filter is {SettingText.Of(filter.Value)} ({filter.Source}), which resizes 8 bits only",
                "one of Pillow's filters, or opencv-nearest");
        }

        ModelPackageException Conflict(string found, string expected) => new(
            $"{package.Name}: {depth.Source} is {depth.Value}, and {found}; expected {expected}, or a depth of 8. Change it in " +
            $"{package.SettingsFile}.");
    }
}
