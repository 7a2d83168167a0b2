using BenchmarkDotNet.Running;
using Fovea.Bench;
using Fovea.Bench.Accuracy;
using Fovea.Bench.Answering;
using Fovea.Bench.Bits;
using Fovea.Bench.Calibration;
using Fovea.Bench.ColdStart;
using Fovea.Bench.Comparing;
using Fovea.Bench.Explaining;
using Fovea.Bench.Gradients;
using Fovea.Bench.ImageStages;
using Fovea.Bench.Kernels;
using Fovea.Bench.LoadTables;
using Fovea.Bench.Models;
using Fovea.Bench.Profiling;
using Fovea.Bench.Quantizing;
using Fovea.Bench.Soaking;

const string Usage = """
    usage:
      compare --models DIR [--threads 1,2] [--batch 1,8] [--only NAME,...] [--rounds 9] [--milliseconds 200] [--warmup 500]
              [--isa Vector256] [--processor zen4] [--winograd false] [--against FOLDER [--control true]]
          whole networks, Fovea and ONNX Runtime side by side; prints a markdown table. With --against, this build and the one whose
          Fovea.Inference.dll and Fovea.Kernels.dll lie in that folder; the results must have the same bits. With --control, that build also
          against a second copy of itself
      bits --against FOLDER --models DIR [--only NAME,...] [--batch 1,2,8] [--threads 1,2] [--isa all|Vector256,...] [--layers true]
           [--photos DIR] [--processor zen4] [--winograd false] [--control true]
          whether this build and another give the same bits, descriptions and refusals for every model in a folder and its sub-folders.
          With --control, this build runs without Winograd's algorithm, and differences must be found
      profile NAME --models DIR [--threads 1] [--batch 1] [--runs 50] [--warmup 500] [--isa Vector256] [--processor zen4]
              [--winograd false] [--gradient true]
          where the time of one network goes, step by step, beside the machine's measured limits
      classes [NAME,...] --models DIR [the options of profile]
          time per layer class against the roofline; prints a markdown table per network
      calibrate
          measures the figures of this processor, and prints the lines to add to the engine's table of processors
      accuracy [--layers 64x56,128x17:1x7]
          rounding errors of convolutions, direct and by Winograd's algorithm, against the sum in double precision
      load --models DIR [--only NAME,...] [--rounds 5] [--keep DIR]
          file to first answer and peak memory, Fovea and ONNX Runtime in processes of their own; prints a markdown table
      weights FILE --out FILE
          a model as a file of its own; a topology gets seeded random weights
      quantize FILE --out FILE --photos DIR
      quantize FILE --out FILE --form dynamic [--weights int8|uint8] [--per-channel true]
          a float32 network as a quantised file: with constant scales found by running it on photos, or with scales computed in each run
      top1 FILE --against FILE --photos DIR
          on how many photos a network gives the same class as another one, in Fovea and in ONNX Runtime
      explain MODEL --models DIR --photos DIR [--take 16] [--only METHOD,...] [--samples 25] [--steps 100] [--threads 2]
              [--processor zen4]
          how well each method of explanation finds what a classifier of a model folder looks at: areas of insertion and deletion
      answer --models DIR [--only NAME,...] [--photos DIR] [--take 4] [--rounds 7] [--milliseconds 100]
             [--processor zen4]
          what the answers of a folder's models cost beside their networks: preparing, running, reading the outputs, JSON; a markdown table
      gradient --models DIR [--only NAME,...] [--threads 1,2] [--rounds 15] [--warmup 3] [--memory 100]
               [--processor zen4]
          a run forwards and back beside one forwards, for whole networks; prints a markdown table
      photo --out FILE [--from PHOTO | --seed 1] [--width 500] [--height 375] [--kilobytes 100]
          the JPEG that load runs post, cut from a photo or generated
      request [--image FILE] [--milliseconds 300] [--rounds 5] [--kept 0]
          decoding, resizing and normalising of one JPEG on one thread; with --kept, as many decoded images stay alive, as in
          the image store
      serving --samples DIR
          the tables of bench/load/run.sh from what it measured
      soak --url URL --pid PROCESS --names NAME,... [--models DIR] [--admin-key KEY] [--minutes 20] [--overload 4] [--under-way 768]
           [--reload-seconds 10] [--judge all|memory|leak]
          minutes of overload, vanishing clients, bad images and replaced models; bench/soak/run.sh starts the service for it
      kernels [BenchmarkDotNet's options, such as --filter '*Depthwise*']
          single kernels at the shapes of real networks (shapes/*.txt)
    --processor takes the engine's description of a processor by its name, instead of that of this machine.
    Models are .onnx files of a folder; topologies without weights are filled with seeded random ones.
    """;

try
{
    switch (args.FirstOrDefault())
    {
        case "compare":
            return CompareCommand.Run(CompareOptions.Read(new Arguments(args)));
        case "bits":
            return BitsCommand.Run(BitsOptions.Read(new Arguments(args)));
        case "profile":
            return ProfileCommand.Run(ProfileOptions.Read(new Arguments(args)));
        case "classes":
            return ClassesCommand.Run(ProfileOptions.Read(new Arguments(args)));
        case "calibrate":
            return CalibrateCommand.Run(Console.Out);
        case "accuracy":
            return AccuracyCommand.Run(new Arguments(args));
        case "load":
            return ColdStartCommand.Run(ColdStartOptions.Read(new Arguments(args)));
        case ColdStartOnceCommand.Verb:
            return ColdStartOnceCommand.Run(new Arguments(args));
        case "weights":
            return WeightsCommand.Run(new Arguments(args));
        case "quantize":
            return QuantizeCommand.Run(QuantizeOptions.Read(new Arguments(args)), Console.Out);
        case "top1":
            return Top1Command.Run(new Arguments(args), Console.Out);
        case "explain":
            return await ExplainCommand.RunAsync(new Arguments(args), Console.Out);
        case "answer":
            return AnswerCommand.Run(new Arguments(args), Console.Out);
        case "gradient":
            return GradientCommand.Run(new Arguments(args), Console.Out);
        case "photo":
            return PhotoCommand.Run(new Arguments(args));
        case "request":
            return ImageStagesCommand.Run(new Arguments(args));
        case "serving":
            return LoadTablesCommand.Run(new Arguments(args));
        case "soak":
            return await SoakCommand.RunAsync(SoakOptions.Read(new Arguments(args)));
        case "kernels":
            BenchmarkSwitcher.FromTypes([typeof(ConvolutionBenchmarks), typeof(DepthwiseBenchmarks)]).Run(args[1..]);
            return 0;
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}
catch (ArgumentException error)
{
    Console.Error.WriteLine(error.Message);
    Console.Error.WriteLine(Usage);
    return 2;
}
catch (Exception error) when (error is MissingMemberException or TypeLoadException)
{
    Console.Error.WriteLine($"The other build has another public interface: {error.Message}");
    return 2;
}
catch (InvalidOperationException error) when (args[0] == "soak")
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
