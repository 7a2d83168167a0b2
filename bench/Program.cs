using Fovea.Bench;
using Fovea.Bench.Comparing;

const string Usage = """
    usage:
      compare --models DIR [--threads 1,2] [--batch 1,8] [--only NAME,...] [--rounds 9] [--milliseconds 200] [--isa Vector256]
          whole networks, Fovea and ONNX Runtime side by side; prints a markdown table
    Models are .onnx files of a folder; topologies without weights are filled with seeded random ones.
    """;

try
{
    var arguments = new Arguments(args);
    switch (arguments.Verb)
    {
        case "compare":
            return CompareCommand.Run(CompareOptions.Read(arguments));
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
