Console.WriteLine("Fovea benchmarks");
